import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { inOwnWords } from '../../elements/cell/ownWords.ts';
import { requestPython } from '../../elements/pythonEvents.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { session as words } from '../../language/en/session.ts';
import { fill, fillPlural } from '../../language/fill.ts';
import { locale } from '../../language/language.ts';
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
        padding-block: 0.25rem;
        padding-inline: 0 0.5rem;
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
    if (!this.ready) return html`<p class="small">${words.variablesLater}</p>`;
    if (this.problem) return html`<p class="small">${words.variablesFailed}</p>`;
    if (!contents) return html`<p class="small">${this.idle ? words.looking : words.whenRunEnds}</p>`;
    const { variables, omitted, packages } = contents;
    return html`
      ${variables.length === 0 ? html`<p class="small">${words.noVariables}</p>` : nothing}
      ${omitted > 0 ? html`<p class="small">${fill(words.lastVariables, { count: variables.length, all: variables.length + omitted })}</p>` : nothing}
      ${
        variables.length === 0
          ? nothing
          : html`<dl aria-label=${words.variables} tabindex="0">${variables.map((variable) => renderVariable(variable))}</dl>`
      }
      ${packages.length === 0 ? nothing : html`<p class="small">${fill(words.packages, { names: packages.map(describePackage).join(', ') })}</p>`}
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
      <dd class="preview" title=${inOwnWords(preview)}><bdi>${inOwnWords(preview).replace(/\s/g, ' ')}</bdi></dd>
    </div>
  `;
}

function describeShape(type: string, shape: readonly number[]): string {
  const [length] = shape;
  if (length === undefined || shape.length !== 1) return shape.map((each) => each.toLocaleString(locale())).join(' × ');
  const forms = type === 'str' ? words.characters : type.startsWith('byte') ? words.bytes : words.items;
  return `· ${fillPlural(forms, length)}`;
}

function describePackage({ name, version }: InstalledPackage): string {
  return `${visibleName(name)} ${visibleName(version)}`;
}
