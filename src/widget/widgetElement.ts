import { LitElement } from 'lit';
import { property, state } from 'lit/decorators.js';
import { dispose } from '../async/disposal.ts';
import { PolicyWatch } from '../sandbox/frame/policyWatch.ts';
import type { SandboxOptions } from '../sandbox/options.ts';
import type { PackagesOption } from '../sandbox/packages/packagesOption.ts';
import { assetUrl } from './assetBase.ts';
import { isOwnRefusal, REFUSED, tellAuthor } from './policyErrors.ts';

/**
 * An element in somebody else's page: it begins when it is first seen, goes on while it is moved, and gives everything back when it has
 * been removed. Put in again, it begins anew.
 */
export abstract class WidgetElement extends LitElement {
  /**
   * The folder with the engine's files, relative to the page.
   * @default `pyodide/` beside widget.js
   */
  @property() assets: string | undefined;
  /**
   * The file that the sealed frame comes from; empty for a frame that is made from text.
   * @default `frame.html` in the engine's folder, where it is there
   */
  @property() frame: string | undefined;
  /**
   * Where packages that code imports may come from: `vendored`, `distribution`, `pypi`, or addresses with spaces between them.
   * @default 'distribution'
   */
  @property() packages: string | undefined;
  /**
   * Milliseconds that each run gets.
   * @default 30000
   */
  @property({ type: Number }) timeout: number | undefined;
  /**
   * Which colours: those of the page's own `color-scheme`, or others.
   * @default 'page'
   */
  @property({ reflect: true }) theme: 'page' | 'light' | 'dark' | 'auto' = 'page';

  /** What the page's own policy has refused, in words: for readers, and for the author where no other element has said it. */
  @state() protected refusals: readonly string[] = [];

  #seen: IntersectionObserver | undefined;
  #life: AbortController | undefined;

  /** Aborts when the element is gone from the page. Before it has begun, it has no signal. */
  protected get life(): AbortSignal | undefined {
    return this.#life?.signal;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#seen || this.#life) return;
    this.#seen = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.beginNow();
    });
    this.#seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Moved, it is in the page again by then.
    queueMicrotask(() => {
      if (!this.isConnected) this.#leave();
    });
  }

  /** Says that `moveBefore` is no removal. */
  connectedMoveCallback(): void {}

  /** Begins without waiting to be seen, where it has not yet. */
  protected beginNow(): void {
    this.#seen?.disconnect();
    this.#seen = undefined;
    if (this.#life) return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    const watch = new PolicyWatch((refusal, path) => {
      const own = { addresses: [assetUrl('').href, ...this.addresses()], hasPictures: this.hasPictures };
      if (!path.includes(this) && !isOwnRefusal(refusal, own)) return;
      const forAuthor = tellAuthor(refusal);
      this.refusals = [...new Set([REFUSED, ...this.refusals, ...(forAuthor === undefined ? [] : [forAuthor])])];
    });
    signal.addEventListener('abort', () => {
      watch[dispose]();
      this.refusals = [];
    });
    this.begin(signal);
  }

  /** @param life aborts when the element is gone from the page: what it holds then has to be given back */
  protected abstract begin(life: AbortSignal): void;

  /** Where the element loads things from, besides the folder of widget.js. */
  protected addresses(): string[] {
    return [this.assets, this.frame].filter((address) => address !== undefined).map(absolute);
  }

  /** Whether it shows pictures that code made. */
  protected abstract get hasPictures(): boolean;

  /** What the attributes say about the sandbox. */
  protected async sandboxOptions(): Promise<SandboxOptions> {
    const assets = this.assets === undefined ? assetUrl('pyodide/') : new URL(asFolder(this.assets), document.baseURI);
    const frameUrl = await this.#findFrame(assets);
    const packages = readPackages(this.packages);
    return { assets, ...(packages && { packages }), ...(frameUrl && { frameUrl }) };
  }

  async #findFrame(assets: URL): Promise<URL | undefined> {
    if (this.frame !== undefined) return this.frame === '' ? undefined : new URL(this.frame, document.baseURI);
    // There a file would need the page's own headers, which text inherits.
    if (crossOriginIsolated) return undefined;
    const { isSealedDocument } = await import('../sandbox/frame/frameElement.ts');
    const url = new URL('frame.html', assets);
    return (await isSealedDocument(url)) ? url : undefined;
  }

  #leave(): void {
    this.#seen?.disconnect();
    this.#seen = undefined;
    this.#life?.abort(new DOMException('The element was removed from the page.', 'AbortError'));
    this.#life = undefined;
  }
}

export function absolute(address: string): string {
  return new URL(address, document.baseURI).href;
}

function asFolder(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}

function readPackages(text: string | undefined): PackagesOption | undefined {
  const words = text?.split(/\s+/).filter((word) => word !== '') ?? [];
  const [only] = words;
  if (only === undefined) return undefined;
  if (words.length === 1 && (only === 'vendored' || only === 'distribution' || only === 'pypi')) return only;
  return words;
}
