import { css, html, LitElement, type nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { BuiltInModelError } from '../../builtInModel/errors.ts';
import { languageModel, openSession } from '../../builtInModel/openSession.ts';
import { findBuiltInModel, onDownload } from '../../chat/live/builtIn/findBuiltInModel.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { errorMessage } from '../../errors.ts';

type Status =
  | { status: 'checking' | 'available' | 'downloadable' | 'downloading' }
  /** `loaded`: the part that has been downloaded, from 0 to 1. */
  | { status: 'loading'; loaded: number }
  | { status: 'failed'; error: unknown };

/** Says whether this browser has a model, what it takes otherwise, and downloads it. */
export class BuiltInStatus extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        margin-top: 0.75rem;
        font-size: 0.9375rem;
      }

      p + p,
      button,
      progress {
        margin-top: 0.5rem;
      }

      progress {
        display: block;
        width: 100%;
        accent-color: var(--glove-accent);
      }

      strong {
        color: var(--glove-bad);
      }

      .ready {
        color: var(--glove-good);
        font-weight: 600;
      }
    `,
  ];

  /** Whether it is in sight: then it looks. */
  @property({ type: Boolean }) active = false;
  @state() private found: Status = { status: 'checking' };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('active') && this.active && this.found.status !== 'loading') this.look();
  }

  protected override render(): TemplateResult {
    return html`<div role="status">${this.renderStatus(this.found)}</div>`;
  }

  private renderStatus(found: Status): TemplateResult | typeof nothing {
    switch (found.status) {
      case 'checking':
        return html`<p class="small"><span class="spinner"></span> Asking the browser…</p>`;
      case 'available':
        return html`<p class="ready">The model is ready.</p>`;
      case 'downloadable':
        return html`
          <p>The browser has to download the model first. It does not tell the size: Chrome’s has some GB, and all sites share it.</p>
          <button type="button" @click=${this.download}>Download the model</button>
        `;
      case 'downloading':
        return html`
          <p>The browser is downloading the model.</p>
          <button type="button" @click=${this.download}>Show the progress</button>
        `;
      case 'loading':
        return html`
          <p>Downloading the model: ${Math.floor(found.loaded * 100)} %. You can close this dialog meanwhile.</p>
          <progress aria-label="Download of the model" max="1" .value=${found.loaded}></progress>
        `;
      case 'failed':
        return renderFailure(found.error);
      default:
        return found satisfies never;
    }
  }

  private async look(): Promise<void> {
    this.found = { status: 'checking' };
    try {
      const { availability } = await findBuiltInModel(languageModel());
      this.found = { status: availability };
    } catch (error) {
      this.found = { status: 'failed', error };
    }
  }

  private async download(): Promise<void> {
    this.found = { status: 'loading', loaded: 0 };
    try {
      const api = languageModel();
      const { options } = await findBuiltInModel(api);
      const monitor = onDownload((loaded) => {
        this.found = { status: 'loading', loaded };
      });
      const session = await openSession(api, { ...options, monitor });
      session.destroy();
      this.found = { status: 'available' };
    } catch (error) {
      this.found = { status: 'failed', error };
    }
  }
}

function renderFailure(error: unknown): TemplateResult {
  const isOurs = error instanceof BuiltInModelError;
  const message = isOurs ? error.message : `The model could not be downloaded. ${errorMessage(error)}`;
  const end = message.indexOf('. ') + 1;
  return html`<p><strong>${message.slice(0, end)}</strong>${message.slice(end)}</p>`;
}
