import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { BootProgress, EngineState } from '../../chat/python/lazySandbox.ts';
import { status } from '../../language/en/status.ts';
import { fill } from '../../language/fill.ts';
import { formatTenths } from '../../language/formatSize.ts';
import { act } from '../events.ts';
import { sharedStyles } from '../styles/shared.ts';

const STEPS = ['download', 'compile', 'start', 'prepare'] as const;

/** Whether Python is ready, and the progress of loading it. */
export class EngineStatus extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 0.625rem;
        min-height: 2rem;
        white-space: nowrap;
        color: var(--glove-ink-soft);
        font-size: 0.8125rem;
        font-variant-numeric: tabular-nums;
      }

      .mark {
        background: var(--glove-good);
      }

      .failed {
        color: var(--glove-bad);
      }

      /* One part for each step. The download takes longest. */
      .steps {
        flex: none;
        display: grid;
        grid-template-columns: 3fr 1fr 1fr 1fr;
        gap: 2px;
        width: clamp(2rem, 10vw, 5.5rem);
        height: 0.25rem;
      }

      .steps svg {
        display: block;
        width: 100%;
        height: 100%;
        border-radius: 1px;
        background: var(--glove-line);
      }

      .steps:dir(rtl) svg {
        transform: scaleX(-1);
      }

      .steps rect {
        fill: var(--glove-accent);
      }

      button {
        min-height: 1.75rem;
        padding: 0 0.5rem;
        font-size: inherit;
      }
    `,
  ];

  @property({ attribute: false }) engine: EngineState = { state: 'idle' };
  @property({ type: Boolean }) running = false;

  protected override render(): TemplateResult {
    const { engine } = this;
    switch (engine.state) {
      case 'idle':
        return html`${status.soon}`;
      case 'loading':
        return this.renderProgress(engine.progress);
      case 'ready':
        return html`<span class=${this.running ? 'spinner' : 'mark'}></span
          ><span role="status">${this.running ? describeRunning(engine) : describeReady(engine)}</span>`;
      case 'failed':
        return html`
          <span class="failed" role="status">${status.failed}</span>
          <button @click=${() => act(this, 'load-engine')}>${status.loadAgain}</button>
        `;
    }
  }

  private renderProgress(progress: BootProgress): TemplateResult {
    const words = describeStep(progress);
    return html`
      <span
        class="steps"
        role="progressbar"
        aria-label=${status.loading}
        aria-valuemin="0"
        aria-valuemax=${STEPS.length}
        aria-valuenow=${STEPS.reduce((sum, step) => sum + partOf(step, progress), 0).toFixed(2)}
        aria-valuetext=${words}
      >
        ${STEPS.map((step) => renderStep(partOf(step, progress)))}
      </span>
      ${words || nothing}
    `;
  }
}

function describeReady({ python, packages }: Extract<EngineState, { state: 'ready' }>): string {
  if (!packages) return fill(status.ready, { version: python });
  return fill(status.loadingPackages, { packages: packages.packages.join(', '), progress: describeProgress(packages) });
}

/** An SVG, because the page's policy may forbid style attributes. */
function renderStep(part: number): TemplateResult {
  return html`
    <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true"><rect width=${part} height="1"></rect></svg>
  `;
}

/** About as long as the text when Python is ready, so that nothing moves. */
function describeRunning(engine: Extract<EngineState, { state: 'ready' }>): string {
  return engine.packages ? describeReady(engine) : fill(status.running, { version: engine.python });
}

function describeStep(progress: BootProgress): string {
  switch (progress.step) {
    case 'download':
      return progress.total === 0 ? status.loading : describeDownload(progress);
    case 'compile':
      return status.compiling;
    case 'start':
      return status.starting;
    case 'prepare':
      return status.preparing;
  }
}

/** Says whether most bytes came from the browser's cache. */
function describeDownload(download: { loaded: number; total: number }): string {
  const isCached = cachedBytes(new URL('pyodide/', document.baseURI)) > download.loaded / 2;
  return fill(isCached ? status.fromCache : status.downloading, { progress: describeProgress(download) });
}

/** The digits before the point never shift: both numbers have one decimal. */
function describeProgress({ loaded, total }: { loaded: number; total: number }): string {
  return fill(status.progress, { loaded: inMegabytes(loaded), total: inMegabytes(total) });
}

function inMegabytes(bytes: number): string {
  return formatTenths(bytes / 1_000_000);
}

/** Returns the progress of a step, from 0 to 1. Only the download is measured; other steps are done when the next begins. */
function partOf(step: (typeof STEPS)[number], progress: BootProgress): number {
  const current = STEPS.indexOf(progress.step);
  if (STEPS.indexOf(step) !== current) return STEPS.indexOf(step) < current ? 1 : 0;
  return progress.step === 'download' && progress.total > 0 ? progress.loaded / progress.total : 0;
}

/**
 * Returns how many decompressed bytes of the engine came from the browser's cache on this visit. A file counts when it is complete.
 *
 * @see https://www.w3.org/TR/resource-timing/#dom-performanceresourcetiming-transfersize
 */
function cachedBytes(folder: URL): number {
  const files = performance.getEntriesByType('resource').filter(({ name }) => name.startsWith(folder.href));
  return files.filter(isCached).reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
}

/** A revalidated file transfers only the headers of the response. */
function isCached(entry: PerformanceEntry): entry is PerformanceResourceTiming {
  return entry instanceof PerformanceResourceTiming && entry.transferSize < entry.encodedBodySize;
}
