import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { requestPython } from '../../elements/pythonEvents.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import type { Introspection } from '../../sandbox/introspection.ts';
import type { InstalledPackage, Variable, VariableList as Variables } from '../../sandbox/introspectionAnswers.ts';
import { visibleName } from '../../text/safeName.ts';
import { listStyles } from './listStyles.ts';

interface Contents extends Variables {
  packages: InstalledPackage[];
}

/** The variables of the session and its packages, as they are after the last run. */
export class VariableList extends LitElement {
  static override readonly styles = [
    sharedStyles,
    listStyles,
    css`
      dl {
        max-height: var(--tray-list-height, min(16rem, 35dvh));
        margin: 0;
        overflow: auto;
      }

      dl > div {
        display: grid;
        grid-template-columns: minmax(6rem, 1fr) minmax(6rem, 1fr) 3fr;
        gap: 0 0.75rem;
        align-items: baseline;
        padding: 0.25rem 0.5rem 0.25rem 0;
        border-top: 1px solid var(--glove-line);
      }

      dt,
      dd {
        margin: 0;
        min-width: 0;
        overflow-wrap: anywhere;
      }

      dd {
        color: var(--glove-ink-soft);
        font-size: 0.8125rem;
      }

      dd.preview {
        overflow: hidden;
        font: 0.8125rem / 1.5 var(--glove-mono);
        text-overflow: ellipsis;
        white-space: pre;
      }

      @media (width < 32rem) {
        dl > div {
          grid-template-columns: 1fr auto;
        }

        dd.preview {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  /** Whether Python is loaded, and runs nothing. */
  @property({ type: Boolean }) idle = false;
  @property({ type: Boolean }) ready = false;
  @state() private contents: Contents | undefined;
  @state() private problem = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('idle') && this.idle) this.ask();
  }

  protected override render(): TemplateResult {
    const { contents } = this;
    if (!this.ready) return html`<p class="small">Python is still loading. Its variables will appear here.</p>`;
    if (this.problem) return html`<p class="small">The variables can’t be listed. They appear after the next run.</p>`;
    if (!contents) return html`<p class="small">${this.idle ? 'Looking…' : 'They appear when the run ends.'}</p>`;
    const { variables, omitted, packages } = contents;
    return html`
      ${variables.length === 0 ? html`<p class="small">No variables yet. Those that code assigns appear here.</p>` : nothing}
      ${omitted > 0 ? html`<p class="small">The last ${variables.length} of ${variables.length + omitted} variables:</p>` : nothing}
      ${
        variables.length === 0
          ? nothing
          : html`<dl aria-label="Variables" tabindex="0">${variables.map((variable) => renderVariable(variable))}</dl>`
      }
      ${packages.length === 0 ? nothing : html`<p class="small">Packages: ${packages.map(describePackage).join(', ')}</p>`}
    `;
  }

  private ask(): void {
    requestPython(this, { type: 'introspect', give: (introspection) => this.take(introspection) });
  }

  private async take(introspection: Introspection | undefined): Promise<void> {
    if (!introspection) return;
    try {
      const [listed, packages] = await Promise.all([introspection.variables(), introspection.packages()]);
      this.contents = { ...listed, packages };
      this.problem = false;
    } catch {
      this.problem = true;
    }
  }
}

function renderVariable({ name, type, shape, preview }: Variable): TemplateResult {
  return html`
    <div>
      <dt><bdi>${visibleName(name)}</bdi></dt>
      <dd><bdi>${visibleName(type)}</bdi>${shape ? ` ${describeShape(type, shape)}` : nothing}</dd>
      <dd class="preview" title=${preview}><bdi>${preview.replace(/\s/g, ' ')}</bdi></dd>
    </div>
  `;
}

function describeShape(type: string, shape: readonly number[]): string {
  const lengths = shape.map((length) => length.toLocaleString('en'));
  if (shape.length !== 1) return lengths.join(' × ');
  const unit = type === 'str' ? 'character' : type.startsWith('byte') ? 'byte' : 'item';
  return `· ${lengths[0]} ${unit}${shape[0] === 1 ? '' : 's'}`;
}

function describePackage({ name, version }: InstalledPackage): string {
  return `${visibleName(name)} ${visibleName(version)}`;
}
