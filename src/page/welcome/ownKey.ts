import { css, html, type TemplateResult } from 'lit';
import { act } from '../../elements/events.ts';

/** Where Google gives out keys. @see https://ai.google.dev/gemini-api/docs/api-key */
const KEYS = 'https://aistudio.google.com/apikey';

/** Says how to ask questions of one's own. */
export function renderOwnKey(): TemplateResult {
  const open = ({ target }: Event) => target && act(target, 'open-settings');
  return html`
    <section class="own-key" aria-labelledby="own-key">
      <h2 id="own-key">Use your own key</h2>
      <p>
        <a href=${KEYS} target="_blank" rel="noopener">Get a key for Gemini</a> at Google AI Studio, then enter it here. Or
        choose another model: on your own computer, on any server with OpenAI’s API, or Chrome’s built-in one.
      </p>
      <button @click=${open}>Enter a key or choose a model</button>
    </section>
  `;
}

export const ownKeyStyles = css`
  .own-key {
    margin-top: 2.5rem;
  }

  .own-key h2 {
    margin: 0;
    font-size: 1.0625rem;
  }

  .own-key p {
    max-width: 40rem;
    margin: 0.125rem 0 0.875rem;
    color: var(--glove-ink-soft);
    font-size: 0.9375rem;
  }

  .own-key a {
    color: var(--glove-accent);
  }
`;
