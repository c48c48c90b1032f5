import { BuiltInModelError } from '../../../builtInModel/errors.ts';
import type { Availability, CreateOptions, LanguageModelApi } from '../../../builtInModel/languageModel.ts';

/** A model of the browser, and the options of its sessions. */
interface FoundModel {
  options: CreateOptions;
  availability: Exclude<Availability, 'unavailable'>;
}

/**
 * Finds the best model of the browser: one that speaks the user's language and takes pictures, if there is such a one.
 *
 * @param api `undefined` in browsers without a model
 * @throws BuiltInModelError that says what it takes, if there is none
 */
export async function findBuiltInModel(api: LanguageModelApi | undefined): Promise<FoundModel> {
  if (!api) throw new BuiltInModelError('missing');
  const [language = 'en'] = navigator.language.split('-');
  for (const inputs of [['image'], []]) {
    for (const spoken of new Set([language, 'en'])) {
      const text = { type: 'text', languages: [spoken] };
      const options = {
        expectedInputs: [text, ...inputs.map((type) => ({ type }))],
        expectedOutputs: [text],
      };
      const availability = await api.availability(options);
      if (availability !== 'unavailable') return { options, availability };
    }
  }
  throw new BuiltInModelError('unavailable');
}

/** Makes the monitor of a download. @param onProgress gets the part that has been downloaded, from 0 to 1 */
export function onDownload(onProgress: (loaded: number) => void): (monitor: EventTarget) => void {
  return (monitor) =>
    monitor.addEventListener('downloadprogress', (event) => {
      if ('loaded' in event && typeof event.loaded === 'number') onProgress(Math.min(1, Math.max(0, event.loaded)));
    });
}
