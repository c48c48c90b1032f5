import { css, html, type TemplateResult } from 'lit';
import { act } from '../../elements/events.ts';
import { welcome } from '../../language/en/welcome.ts';
import { split } from '../../language/fill.ts';
import { GEMINI_KEYS } from '../keyPages.ts';

/** Says how to ask questions of one's own. */
export function renderOwnKey(): TemplateResult {
  const open = ({ target }: Event) => target && act(target, 'open-settings');
  const link = html`<a href=${GEMINI_KEYS.address} target="_blank" rel="noopener">${welcome.getKey}</a>`;
  return html`
    <section class="own-key" aria-labelledby="own-key">
      <h2 id="own-key">${welcome.ownKey}</h2>
      <p>${split(welcome.ownKeyAbout, { link })}</p>
      <button @click=${open}>${welcome.enterKey}</button>
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

  .own-key button {
    white-space: normal;
  }

  .own-key a {
    color: var(--glove-accent);
  }
`;
