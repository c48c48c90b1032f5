import { defineWords } from '../words.ts';

export const server = defineWords('server', {
  needsKey: 'This server needs a key',
  needsKeyAdvice: 'Enter the key that its provider gave you.',
  keyRefused: 'The API key was refused',
  keyRefusedAdvice: 'Enter another key, or copy this one again.',
  noModel: 'There is no such model',
  noModelAdvice: 'Choose one of those below, then try again.',
  models: '{message} Models of this server: {models}.',
  noApi: 'There is no OpenAI-compatible API at this address',
  noApiAdvice: 'Most addresses end in /v1, such as http://localhost:11434/v1 for Ollama. Correct it.',
  busy: 'The server is busy, or your quota is used up',
  busyAdvice: 'Wait a minute and try again, or choose another model in Settings.',
  failed: 'The server failed',
  failedAdvice:
    'Try again. A server on your own computer may be out of memory: see its own messages, or choose a smaller model.',
  refused: 'The model refused the request',
  refusedAdvice: 'See the reason below. Rephrase your question, or choose another model in Settings.',
  needsHttps: 'This address needs HTTPS',
  needsHttpsAdvice:
    'A page that was loaded with HTTPS reaches only addresses with HTTPS, and servers on the same computer. Use an address that begins with https:// or http://localhost.',
  offline: 'You are offline',
  offlineAdvice: 'Your question is saved. Connect, then choose Retry to continue the answer.',
  policy: 'This page’s security policy blocks this address',
  policyAdvice: 'Its author has to allow {origin} in connect-src.',
  notAllowed: 'The server does not allow this page',
  notAllowedAdvice:
    'It has to allow requests from {origin}. For Ollama, set OLLAMA_ORIGINS={origin} in its environment and restart it. In LM Studio, switch on “Enable CORS”. For vLLM, use --allowed-origins.',
  forbidden: 'This page may not reach your network',
  forbiddenAdvice:
    'Allow it in the browser’s settings for this site: “Local network access”, or “Apps on device”. Then try again.',
  notRunning: 'No server answers at this address',
  notRunningAdvice:
    'Start it on this computer, or correct the address. If the browser asks whether this page may reach apps on this device, allow it.',
  unreachable: 'The server could not be reached',
  unreachableAdvice: 'Check your connection, and the address.',
});
