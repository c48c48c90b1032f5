import { checkLocalPythonOptions } from '../answer/checkOptions.ts';
import type { LocalPythonOptions } from '../answer/options.ts';
import { whenAborted } from '../async/abort.ts';
import { importChunk } from '../async/importChunk.ts';
import type { Availability, AvailabilityOptions, CreateOptions, LanguageModelApi } from './languageModel.ts';
import type { LocalSession } from './localSession.ts';
import { availabilityOf, openSession } from './openSession.ts';

/** Options of {@link withLocalPython}. */
export type BuiltInModelOptions = Omit<
  LocalPythonOptions,
  'mode' | 'protocol' | 'readFile' | 'retry' | 'toolsFromPython'
>;

/** The browser's `LanguageModel`, with sessions whose code runs in the sandbox. */
export interface LocalLanguageModel {
  /** Whether the browser has a model for these options; `'unavailable'` in browsers without the API. */
  availability(options?: AvailabilityOptions): Promise<Availability>;
  /**
   * Opens a session. Downloads the model first if needed: `monitor` tells the progress.
   *
   * @throws BuiltInModelError that says what it takes, if the browser gives no model
   */
  create(options?: CreateOptions): Promise<LocalSession>;
}

/**
 * Makes an object that works like the browser's own `LanguageModel`, except that its sessions run the code that the model writes. Nothing
 * leaves the browser.
 *
 * @param api `LanguageModel`, or what {@link languageModel} gives: `undefined` in browsers without a model
 * @throws InvalidOptionError if an option has an invalid value
 * @see https://developer.chrome.com/docs/ai/prompt-api
 * @example
 * ```ts
 * import { languageModel, withLocalPython } from 'glovebox/built-in-model';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const model = withLocalPython(languageModel(), { sandbox: () => Sandbox.create() });
 * const session = await model.create();
 * console.log(await session.prompt('What is the sum of the first 50 prime numbers? Compute it with Python.'));
 * ```
 */
export function withLocalPython(api: LanguageModelApi | undefined, options: BuiltInModelOptions): LocalLanguageModel {
  checkLocalPythonOptions(options);
  return {
    availability: (wanted) => availabilityOf(api, wanted),
    async create({ signal, monitor, ...given } = {}) {
      const opened = await openSession(api, { ...given, ...(signal && { signal }), ...(monitor && { monitor }) });
      try {
        const { createLocalSession } = await importChunk(() => import('./createLocalSession.ts'));
        const local = await createLocalSession(opened, { api, given, options });
        whenAborted(signal, () => local.destroy());
        return local;
      } catch (error) {
        opened.destroy();
        throw error;
      }
    },
  };
}
