import { LitElement } from 'lit';
import { property, state } from 'lit/decorators.js';
import { isPackageFolder } from '../sandbox/engine/packageFolder.ts';
import { watchPolicy } from '../sandbox/frame/policyWatch.ts';
import type { SandboxOptions } from '../sandbox/options.ts';
import type { PackagesOption } from '../sandbox/packages/packagesOption.ts';
import type { Tool } from '../sandbox/tools/tool.ts';
import { assetUrl, engineUrl } from './assetBase.ts';
import { GloveErrorEvent } from './events.ts';
import { describeForUser, isOwnRefusal, reportToAuthor } from './policyErrors.ts';

/**
 * An element in somebody else's page. It begins when it is first visible, continues while it is moved, and releases everything when it is
 * removed. Inserted again, it begins anew.
 */
export abstract class WidgetElement<Loaded> extends LitElement {
  /**
   * The folder with the engine's files, relative to the page.
   * @default `pyodide/` beside widget.js; if that comes from a CDN for npm, the package `pyodide` there
   */
  @property() assets: string | undefined;
  /**
   * The file of the sandbox's frame; empty for a frame made from text.
   * @default `frame.html` in the engine's folder, if it exists
   */
  @property({ attribute: 'frame-url' }) frameUrl: string | undefined;
  /**
   * Where packages that code imports may come from: `vendored`, `distribution`, `pypi`, or addresses separated by spaces.
   * @default 'distribution'
   */
  @property() packages: string | undefined;
  /**
   * The origins that code can send requests to, separated by spaces: `https://api.example.org`.
   * @default none: code has no network
   */
  @property() origins: string | undefined;
  /**
   * Time limit per run, in ms.
   * @default 30000
   */
  @property({ type: Number }) timeout: number | undefined;
  /**
   * The colours: `page` uses the page's `color-scheme`, `auto` the user's.
   * @default 'page'
   */
  @property({ reflect: true }) theme: 'page' | 'light' | 'dark' | 'auto' = 'page';

  /**
   * Functions of the page that code can call, by name: `from tools import name`. A call whose tool has `approve: 'ask'` is shown in the element,
   * and waits for the user. No attribute.
   */
  @property({ attribute: false }) tools: Record<string, Tool> = {};

  /** Messages about resources that the page's policy has refused: for the user, and for the author unless another element has it. */
  @state() protected refusals: readonly string[] = [];

  /** Why the element could not be loaded, or the error of its last run. */
  @state() protected error: unknown;

  #visibility: IntersectionObserver | undefined;
  #lifetime: AbortController | undefined;
  #loading: Promise<Loaded> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#visibility || this.#loading) return;
    this.#visibility = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.begin();
    });
    this.#visibility.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that is moved is in the page again by then.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  /** With this, `moveBefore` does not remove the element. */
  connectedMoveCallback(): void {}

  /** Begins without waiting until it is visible, unless it has begun already. Resolves when it is loaded. */
  protected begin(): Promise<Loaded> {
    this.#visibility?.disconnect();
    this.#visibility = undefined;
    this.#loading ??= this.#begin();
    return this.#loading;
  }

  #begin(): Promise<Loaded> {
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    watchPolicy(signal, (refusal, path) => {
      const own = {
        addresses: [assetUrl('').href, engineUrl().href, ...this.addresses()],
        hasPictures: this.hasPictures,
      };
      if (!path.includes(this) && !isOwnRefusal(refusal, own)) return;
      const forAuthor = reportToAuthor(refusal);
      this.refusals = [
        ...new Set([describeForUser(), ...this.refusals, ...(forAuthor === undefined ? [] : [forAuthor])]),
      ];
    });
    signal.addEventListener('abort', () => {
      this.refusals = [];
    });
    const loading = this.load(signal);
    loading.then(
      (loaded) => this.onLoaded(loaded),
      (error: unknown) => {
        if (!signal.aborted) this.fail(error);
      },
    );
    return loading;
  }

  /** @param life aborts when the element is removed: it has to release everything then */
  protected abstract load(life: AbortSignal): Promise<Loaded>;

  /** Plays or runs what begins by itself. */
  protected abstract onLoaded(loaded: Loaded): void;

  /** Shows an error, and tells the page about it. */
  protected fail(error: unknown): void {
    this.error = error;
    this.dispatchEvent(new GloveErrorEvent(error));
  }

  /** The addresses that the element loads from, besides the folder of widget.js. */
  protected addresses(): string[] {
    return [this.assets, this.frameUrl].filter((address) => address !== undefined).map(absolute);
  }

  /** Whether it shows pictures of code. */
  protected abstract get hasPictures(): boolean;

  /** The sandbox options from the attributes. */
  protected async sandboxOptions(): Promise<SandboxOptions> {
    const assets = this.assets === undefined ? engineUrl() : new URL(asFolder(this.assets), document.baseURI);
    const frameUrl = await this.#findFrame(assets);
    const packages = readPackages(this.packages);
    const origins = wordsOf(this.origins);
    return {
      assets,
      ...(packages && { packages }),
      ...(frameUrl && { frameUrl }),
      ...(origins.length > 0 && { network: { origins } }),
    };
  }

  async #findFrame(assets: URL): Promise<URL | undefined> {
    if (this.frameUrl !== undefined) return this.frameUrl === '' ? undefined : new URL(this.frameUrl, document.baseURI);
    // On a cross-origin isolated page, a file would need its headers. A frame from text inherits them.
    if (crossOriginIsolated) return undefined;
    if (isPackageFolder(assets)) return undefined;
    const { isSealedDocument } = await import('../sandbox/frame/frameElement.ts');
    const url = new URL('frame.html', assets);
    return (await isSealedDocument(url)) ? url : undefined;
  }

  #end(): void {
    this.#visibility?.disconnect();
    this.#visibility = undefined;
    this.#lifetime?.abort(new DOMException('The element was removed from the page.', 'AbortError'));
    this.#lifetime = undefined;
    this.#loading = undefined;
  }
}

export function absolute(address: string): string {
  return new URL(address, document.baseURI).href;
}

function asFolder(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}

function readPackages(text: string | undefined): PackagesOption | undefined {
  const words = wordsOf(text);
  const [only] = words;
  if (only === undefined) return undefined;
  if (words.length === 1 && (only === 'vendored' || only === 'distribution' || only === 'pypi')) return only;
  return words;
}

export function wordsOf(text: string | undefined): string[] {
  return text?.split(/\s+/).filter((word) => word !== '') ?? [];
}
