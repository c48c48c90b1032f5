import type { LiveSettings } from '../../chat/live/settings.ts';

/** One of several choices, with a sentence about it. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly about: string;
}

export const PROVIDER_CHOICES: readonly Choice<LiveSettings['provider']>[] = [
  { value: 'gemini', label: 'Gemini', about: 'Google’s models. You need a key for the Gemini API.' },
  {
    value: 'openai',
    label: 'A server with OpenAI’s API',
    about: 'At any address: Ollama, LM Studio, llama.cpp or vLLM on your own computer, OpenRouter, OpenAI.',
  },
  {
    value: 'built-in',
    label: 'This browser’s model',
    about:
      'Chrome’s built-in model. No key and no server: nothing leaves this computer. It is small, so ask for one thing at a time.',
  },
];

export const MODE_CHOICES: readonly Choice<LiveSettings['mode']>[] = [
  {
    value: 'local',
    label: 'In this tab',
    about: 'Code runs here in a sandbox, with the files that you attach. Its output goes back to the model.',
  },
  {
    value: 'server',
    label: 'On Google’s servers',
    about: 'Gemini’s own code execution, with its libraries and its limits.',
  },
  {
    value: 'auto',
    label: 'In this tab, otherwise on Google’s servers',
    about:
      'Falls back to Google when the browser can’t run the code (missing library, too little memory, two timeouts).',
  },
  {
    value: 'demos',
    label: 'Offline demos only',
    about: 'No question is sent and no package is downloaded. The demos still run real Python.',
  },
];

export const PACKAGE_CHOICES: readonly Choice<LiveSettings['packages']>[] = [
  { value: 'vendored', label: 'From this page only', about: 'Only packages that are hosted with this page.' },
  {
    value: 'distribution',
    label: 'Also from Pyodide',
    about: 'From cdn.jsdelivr.net. Each file is checked against a known hash.',
  },
  {
    value: 'pypi',
    label: 'Also from PyPI',
    about: 'Pure-Python packages by anyone. The code chooses the names, so it can send information to pypi.org.',
  },
];

/** A sentence about each of the other settings. */
export const ABOUT = {
  apiKey: 'Sent to the API in a header with each question, never in an address. Code can’t read it.',
  keepsKey: 'Otherwise it is lost when you reload. It is never kept longer than the tab.',
  model: 'Any model that can call functions works. Those in the list write code well.',
  api: 'Google recommends Interactions. This page tells it to store nothing of your conversations. Choose generateContent for a proxy that has only that API.',
  baseUrl:
    'A server that forwards requests to the Gemini API, and sees the key. Leave it empty to use Google’s address.',
  serverUrl:
    'Up to the version, such as http://localhost:11434/v1 for Ollama. The server has to allow requests from this page.',
  serverKey: 'Sent to this server only, in a header. Code can’t read it. Most servers on your own computer need none.',
  serverModel: 'Models that can call functions work best. Others write their code as text.',
  timeout: 'A run that takes longer is stopped, and the model is told. Variables stay.',
  memory: 'For Python and its files. Code that needs more gets a MemoryError.',
} as const;
