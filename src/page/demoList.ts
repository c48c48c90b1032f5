import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Demo } from '../chat/demo/demos.ts';
import { listNames } from '../chat/demo/listNames.ts';
import type { PackagesObstacle } from '../chat/demo/packagesObstacle.ts';
import { PlayEvent } from '../elements/events.ts';
import { sharedStyles } from '../elements/styles/shared.ts';
import { demos as demoTexts, welcome } from '../language/en/welcome.ts';
import { fill } from '../language/fill.ts';

export type DemoListState =
  | { state: 'loading' }
  | { state: 'ready'; demos: Demo[] }
  | { state: 'failed'; error: unknown };

/** The demos with a picture, in `pictures/`. They come first, and the others behind a link. */
const FEATURED = ['primes', 'csv-question', 'dijkstra', 'chart'];

/** The demos, which play without a key. */
export class DemoList extends LitElement {
  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        min-height: 9rem;
      }

      h2:focus {
        outline: none;
      }

      h2 {
        margin: 0;
        font-size: 1.0625rem;
      }

      p {
        margin: 0.125rem 0 0.875rem;
        color: var(--glove-ink-soft);
        font-size: 0.9375rem;
      }

      h3 {
        margin: 1.5rem 0 0.625rem;
        font-size: 0.9375rem;
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr));
        gap: 0.75rem;
      }

      .featured {
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5rem), 1fr));
      }

      .featured button {
        gap: 0.5rem;
        padding: 0 0 0.625rem;
        overflow: hidden;
      }

      .featured img {
        display: block;
        width: 100%;
        height: auto;
      }

      .featured .title {
        padding-inline: 0.75rem;
        font-size: 0.9375rem;
      }

      button.all {
        width: auto;
        height: auto;
        margin-block: 0.5rem 0;
        margin-inline: -0.75rem 0;
        padding: 0.375rem 0.75rem;
        color: var(--glove-accent);
      }

      button {
        display: flex;
        flex-direction: column;
        gap: 0.25rem;
        width: 100%;
        height: 100%;
        padding: 0.875rem 1rem;
        border-color: var(--glove-line);
        border-radius: var(--glove-radius);
        text-align: start;
        white-space: normal;
      }

      button:hover {
        color: inherit;
      }

      .title {
        font-weight: 600;
      }

      .title::before {
        content: '';
        display: inline-block;
        margin-inline-end: 0.5rem;
        border: 0.3em solid transparent;
        border-inline: 0.5em solid var(--glove-accent);
        border-inline-end-width: 0;
      }

      .description,
      .packages {
        color: var(--glove-ink-soft);
        font-size: 0.9375rem;
        line-height: 1.45;
      }

      .packages {
        font-size: 0.875rem;
      }

      button:disabled {
        border-style: dashed;
        background: none;
        color: var(--glove-ink-soft);
        cursor: default;
      }

      button:disabled .title::before {
        border-inline-start-color: var(--glove-line-strong);
      }

      @media (max-width: 40rem) {
        ul {
          gap: 0.5rem;
        }

        button {
          padding: 0.625rem 0.875rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) list: DemoListState = { state: 'loading' };
  /** Why packages cannot be downloaded. One that only did not arrive may be tried again. */
  @property({ attribute: false }) obstacle: PackagesObstacle | undefined;
  /** Whether all demos are shown, also those without a picture. */
  @property({ type: Boolean }) all = false;
  /** The vendored packages. They are listed only if packages cannot be downloaded. */
  @state() private vendored: ReadonlySet<string> | undefined;

  protected override willUpdate(): void {
    if (this.obstacle && !this.vendored) this.listVendored();
  }

  protected override render(): TemplateResult {
    return html`
      <h2 tabindex="-1">${welcome.playDemo}</h2>
      <p>${welcome.playDemoAbout}</p>
      ${this.renderList()}
    `;
  }

  /** Scrolls to the list, and moves the focus to its heading. */
  async show(): Promise<void> {
    await this.updateComplete;
    const heading = this.renderRoot.querySelector('h2');
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  }

  private renderList(): TemplateResult {
    switch (this.list.state) {
      case 'loading':
        return html``;
      case 'failed':
        return html`<glove-problem .error=${this.list.error} retry="list-demos"></glove-problem>`;
      case 'ready':
        return this.renderDemos(this.list.demos);
    }
  }

  private renderDemos(demos: readonly Demo[]): TemplateResult {
    const featured = FEATURED.flatMap((name) => demos.filter((demo) => demo.name === name));
    const others = demos.filter((demo) => !featured.includes(demo));
    const toggle = () => {
      this.all = !this.all;
    };
    return html`
      <ul class="featured">
        ${featured.map((demo) => html`<li>${this.renderFeatured(demo)}</li>`)}
      </ul>
      <button class="quiet all" aria-expanded=${this.all} @click=${toggle}>
        ${this.all ? welcome.fewerDemos : fill(welcome.allDemos, { count: demos.length })}
      </button>
      ${this.all ? groupsOf(others).map(([group, each]) => this.renderGroup(group, each)) : nothing}
    `;
  }

  private renderFeatured({ name, title, description }: Demo): TemplateResult {
    return html`
      <button title=${demoTexts[`${name}About`] ?? description} @click=${() => this.dispatchEvent(new PlayEvent(name))}>
        <img src="./pictures/${name}.svg" alt="" width="160" height="90" />
        <span class="title">${demoTexts[name] ?? title}</span>
      </button>
    `;
  }

  private renderGroup(group: string, demos: readonly Demo[]): TemplateResult {
    return html`
      <h3>${demoTexts[group] ?? group}</h3>
      <ul>
        ${demos.map((demo) => html`<li>${this.renderDemo(demo)}</li>`)}
      </ul>
    `;
  }

  private renderDemo({ name, title, description, packages = [] }: Demo): TemplateResult {
    const isMissing = this.obstacle !== undefined && packages.some((each) => !this.vendored?.has(each));
    return html`
      <button ?disabled=${isMissing && this.obstacle !== 'not-arrived'} @click=${() => this.dispatchEvent(new PlayEvent(name))}>
        <span class="title">${demoTexts[name] ?? title}</span>
        <span class="description">${demoTexts[`${name}About`] ?? description}</span>
        ${packages.length > 0 ? html`<span class="packages">${describePackages(packages, isMissing ? this.obstacle : undefined)}</span>` : nothing}
      </button>
    `;
  }

  private async listVendored(): Promise<void> {
    this.vendored = new Set();
    this.vendored = await import('../chat/demo/demoPackages.ts')
      .then(({ listVendored }) => listVendored())
      .catch(() => new Set<string>());
  }
}

function describePackages(packages: readonly string[], obstacle: PackagesObstacle | undefined): string {
  const names = listNames(packages);
  switch (obstacle) {
    case undefined:
      return fill(welcome.uses, { names });
    case 'offline':
      return fill(welcome.needsNetwork, { names });
    case 'not-arrived':
      return fill(welcome.notArrived, { names });
    case 'not-allowed':
      return fill(welcome.notAllowed, { names });
  }
}

/** Groups the demos by their headings, in order. */
function groupsOf(demos: readonly Demo[]): [string, Demo[]][] {
  const groups = new Map<string, Demo[]>();
  for (const demo of demos) groups.set(demo.group, [...(groups.get(demo.group) ?? []), demo]);
  return [...groups];
}
