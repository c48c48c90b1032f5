/** Everything of a box that is not needed before it is seen. */

import { loadDemo, type Pace } from '../chat/demo/demos.ts';
import { connect } from '../chat/live/geminiChat.ts';
import { DEFAULT_SETTINGS, type LiveSettings } from '../chat/live/settings.ts';
import { Session } from '../chat/session.ts';
import { IndexedDbStore } from '../chat/storage/indexedDbStore.ts';
import { Composer } from '../elements/composer/composer.ts';
import { CONVERSATION_ELEMENTS } from '../elements/conversationElements.ts';
import { register } from '../elements/register.ts';
import { EngineStatus } from '../elements/status/engineStatus.ts';
import { Problem } from '../elements/status/problem.ts';
import type { AnswerEvent } from '../gemini/events.ts';
import type { Mode } from '../gemini/options.ts';
import type { SandboxOptions } from '../sandbox/options.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { assetUrl } from './assetBase.ts';

export { describeAutosaveProblem } from '../chat/labels.ts';
export { doCellRequest } from '../elements/cellRequests.ts';

const ELEMENTS = {
  ...CONVERSATION_ELEMENTS,
  'glove-composer': Composer,
  'glove-engine-status': EngineStatus,
  'glove-problem': Problem,
};

export interface BoxSessionOptions {
  sandbox: () => Promise<SandboxOptions>;
  /** Under which the conversation and its Python are kept in this browser. */
  persist: string | undefined;
  pace: Pace;
  onAnswer: (event: AnswerEvent) => void;
  /** Aborts when everything is to be given back. */
  life: AbortSignal;
}

/** What a box says of how it asks the model, and of what the model's code may do. */
export interface BoxSettings {
  apiKey: string;
  model: string | undefined;
  baseUrl: string | undefined;
  mode: Mode;
  /** Milliseconds that each run gets. */
  timeout: number | undefined;
}

/** The session's settings, as a box has them. */
export function settingsOf({ apiKey, model, baseUrl, mode, timeout }: BoxSettings): LiveSettings {
  return {
    ...DEFAULT_SETTINGS,
    apiKey,
    mode,
    ...(model && { model }),
    ...(baseUrl && { baseUrl }),
    ...(timeout && { timeout: timeout / 1000 }),
  };
}

/** Makes the session of a box. */
export function createBoxSession({ sandbox, persist, pace, onAnswer, life }: BoxSessionOptions): Session {
  register(ELEMENTS);
  const sandboxes = new Set<Sandbox>();
  const session = new Session({
    createSandbox: async (options) => {
      const [own, { Sandbox }] = await Promise.all([sandbox(), import('../sandbox/sandbox.ts')]);
      // The page's word counts for more than what the session has for all.
      const created = await Sandbox.create({ ...options, ...own, signal: life });
      sandboxes.add(created);
      if (life.aborted) await created.close();
      return created;
    },
    connect,
    loadDemo: loadBoxDemo,
    ...(persist && { store: new IndexedDbStore(`widget ${persist}`) }),
    pace,
    onAnswer,
  });
  life.addEventListener('abort', () => {
    session.stop();
    for (const each of sandboxes) each.close();
  });
  return session;
}

/** @param name of a demo beside widget.js, or the address of a cassette (`….json`) */
export function loadBoxDemo(name: string): ReturnType<typeof loadDemo> {
  return loadDemo(name, name.endsWith('.json') ? new URL(name, document.baseURI) : assetUrl(`demos/${name}.json`));
}
