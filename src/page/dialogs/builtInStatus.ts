import { css, html, LitElement, type nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { BuiltInModelError } from '../../builtInModel/errors.ts';
import { languageModel, openSession } from '../../builtInModel/openSession.ts';
import { findBuiltInModel, onDownload } from '../../chat/live/builtIn/findBuiltInModel.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { errorMessage } from '../../errors.ts';
import { settings as words } from '../../language/en/settings.ts';
import { fill } from '../../language/fill.ts';

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
        return html`<p class="small"><span class="spinner"></span> ${words.askingBrowser}</p>`;
      case 'available':
        return html`<p class="ready">${words.modelReady}</p>`;
      case 'downloadable':
        return html`
          <p>${words.toDownload}</p>
          <button type="button" @click=${this.download}>${words.downloadModel}</button>
        `;
      case 'downloading':
        return html`
          <p>${words.downloading}</p>
          <button type="button" @click=${this.download}>${words.showProgress}</button>
        `;
      case 'loading':
        return html`
          <p>${fill(words.progress, { percent: Math.floor(found.loaded * 100) })}</p>
          <progress aria-label=${words.download} max="1" .value=${found.loaded}></progress>
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
  const message = describe(error);
  const endOfSentence = message.search(/\.( |$)|。/) + 1;
  return html`<p><strong>${message.slice(0, endOfSentence)}</strong>${message.slice(endOfSentence)}</p>`;
}

function describe(error: unknown): string {
  if (!(error instanceof BuiltInModelError)) return fill(words.notDownloaded, { reason: errorMessage(error) });
  const { requirements } = words;
  return error.reason === 'needs-click' ? words['needs-click'] : fill(words[error.reason], { requirements });
}
