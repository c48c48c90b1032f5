import { css, html, type TemplateResult } from 'lit';
import { act, PlayEvent } from '../../elements/events.ts';
import { welcome } from '../../language/en/welcome.ts';

/** Three reasons to use the page, each with a link to see that it is so. */
export function renderProofs(): TemplateResult {
  const breakOut = ({ target }: Event) => target && act(target, 'break-out');
  const play =
    (demo: string) =>
    ({ target }: Event) =>
      target?.dispatchEvent(new PlayEvent(demo));
  return html`
    <ul class="proofs">
      <li>
        <strong>${welcome.sealed}</strong>
        <span>${welcome.sealedAbout}</span>
        <button class="link" @click=${breakOut}>${welcome.breakOut}</button>
      </li>
      <li>
        <strong>${welcome.private}</strong>
        <span>${welcome.privateAbout}</span>
        <button class="link" @click=${play('csv-question')}>${welcome.watchFile}</button>
      </li>
      <li>
        <strong>${welcome.steady}</strong>
        <span>${welcome.steadyAbout}</span>
        <button class="link" @click=${play('stop-and-rewind')}>${welcome.watchBack}</button>
      </li>
    </ul>
  `;
}

export const proofStyles = css`
  .proofs {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
    gap: 1rem 1.5rem;
    margin-top: 1.5rem;
    font-size: 0.9375rem;
    line-height: 1.45;
  }

  .proofs li {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
  }

  .proofs span {
    color: var(--glove-ink-soft);
  }

  .link {
    min-height: 1.75rem;
    padding: 0;
    border: 0;
    background: none;
    color: var(--glove-accent);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
`;
