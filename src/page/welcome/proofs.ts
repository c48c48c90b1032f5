import { css, html, type TemplateResult } from 'lit';
import { act, PlayEvent } from '../../elements/events.ts';

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
        <strong>Sealed</strong>
        <span>158 attacks in three browsers. None got out.</span>
        <button class="link" @click=${breakOut}>Try to break out</button>
      </li>
      <li>
        <strong>Private</strong>
        <span>No server runs the code. Files stay in this tab.</span>
        <button class="link" @click=${play('csv-question')}>Watch it read a file</button>
      </li>
      <li>
        <strong>Steady</strong>
        <span>Stop or undo any run. Variables survive a reload.</span>
        <button class="link" @click=${play('stop-and-rewind')}>Watch it go back</button>
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
