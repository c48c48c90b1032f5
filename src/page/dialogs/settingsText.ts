import type { LiveSettings } from '../../chat/live/settings.ts';

/** One of several, and what it means, in a sentence. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly about: string;
}

export const MODE_CHOICES: readonly Choice<LiveSettings['mode']>[] = [
  {
    value: 'local',
    label: 'In this tab',
    about: 'Code runs here, sealed off, with the files that you attach. What it prints goes back to the model.',
  },
  {
    value: 'server',
    label: 'On Google’s servers',
    about: 'Gemini’s own code execution, with its libraries and its limits.',
  },
  {
    value: 'auto',
    label: 'In this tab, or else on Google’s servers',
    about:
      'What a browser cannot do (a missing library, too little memory, code that times out twice) is asked of Google.',
  },
  {
    value: 'demos',
    label: 'Offline demos only',
    about: 'No question is sent and no package is fetched from elsewhere. The demos still run real Python.',
  },
];

export const PACKAGE_CHOICES: readonly Choice<LiveSettings['packages']>[] = [
  { value: 'vendored', label: 'From this page only', about: 'Packages that lie beside this page, and no others.' },
  {
    value: 'distribution',
    label: 'Also from Pyodide',
    about: 'From cdn.jsdelivr.net, each file checked against a hash that this page knows.',
  },
  {
    value: 'pypi',
    label: 'Also from PyPI',
    about:
      'Pure-Python packages by anybody. The code chooses their names, so it can say something to pypi.org by asking.',
  },
];

/** What each of the other settings means. */
export const ABOUT = {
  apiKey: 'Sent to the API with each question, in a header: never in an address, and out of reach of the code.',
  keepsKey: 'Otherwise it is gone when you reload. It is never kept longer than the tab.',
  model: 'Any that can call functions works. Those in the list write and run code well.',
  baseUrl: 'A server that hands requests on to the Gemini API, and so sees the key. Empty: Google’s own address.',
  timeout: 'Seconds. A run that takes longer is stopped, and the model is told. Variables stay.',
  memory: 'MiB that Python may take, files included. Code that wants more gets a MemoryError.',
} as const;
