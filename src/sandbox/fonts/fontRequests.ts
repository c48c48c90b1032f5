import { errorMessage } from '../../errors.ts';
import type { HostAnswer } from '../../protocol.ts';
import { PACKAGE_STALL_TIMEOUT } from '../download/download.ts';
import { type FetchContext, fullBudget } from '../packages/fetchContext.ts';
import { fetchPackage } from '../packages/fetchPackage.ts';
import type { PackageProgress } from '../packages/fetchPlan.ts';
import { type FallbackFont, type Font, isFor, readFonts } from './fallbackFonts.ts';

/** Where a sandbox has fonts from. */
export interface FontSource {
  /** The option: `undefined` for the default's. */
  fonts: readonly FallbackFont[] | undefined;
  onProgress(progress: PackageProgress): void;
}

/** Answers the requests of one run for fonts. Code that asks again and again gets each of them once. */
export class FontRequests {
  readonly #fonts: Font[];
  readonly #onProgress: FontSource['onProgress'];
  readonly #context: FetchContext;

  /** @param signal aborts when the run ends */
  constructor({ fonts, onProgress }: FontSource, signal: AbortSignal) {
    this.#fonts = readFonts(fonts);
    this.#onProgress = onProgress;
    this.#context = { signal, stallTimeout: PACKAGE_STALL_TIMEOUT, unreachable: new Map(), budget: fullBudget() };
  }

  /**
   * Downloads the first font that is for one of these characters.
   *
   * @param pause stops the clock of the run, as the loading of packages does, and returns the function that starts it again
   */
  async answer(characters: string, pause: () => () => void): Promise<HostAnswer> {
    const index = this.#fonts.findIndex((font) => isFor(font, characters));
    const [font] = index === -1 ? [] : this.#fonts.splice(index, 1);
    if (!font) return { value: null };
    const resume = pause();
    try {
      return { value: await this.#download(font) };
    } catch (error) {
      return { error: errorMessage(error) };
    } finally {
      resume();
    }
  }

  #download({ url }: Font): Promise<ArrayBuffer> {
    const name = url.pathname.split('/').at(-1) ?? '';
    const sha256 = /^#sha256=([0-9a-f]{64})$/.exec(url.hash)?.[1];
    const hash = sha256 === undefined ? undefined : { sha256, from: 'its address' };
    const wanted = { name: `The font ${name}`, urls: [url], hash, size: undefined, advice: '' };
    return fetchPackage(wanted, this.#context, (loaded, total = 0) =>
      this.#onProgress({ packages: [name], loaded, total }),
    );
  }
}
