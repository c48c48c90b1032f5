/** The code of a box that is loaded when it is first seen. */

import { loadDemo, type Pace } from '../../chat/demo/demos.ts';
import { connect } from '../../chat/live/geminiChat.ts';
import { DEFAULT_SETTINGS, type LiveSettings } from '../../chat/live/settings.ts';
import { Session } from '../../chat/session.ts';
import { IndexedDbStore } from '../../chat/storage/indexedDbStore.ts';
import { Composer } from '../../elements/composer/composer.ts';
import { CONVERSATION_ELEMENTS } from '../../elements/conversationElements.ts';
import { register } from '../../elements/register.ts';
import { EngineStatus } from '../../elements/status/engineStatus.ts';
import { Problem } from '../../elements/status/problem.ts';
import type { AnswerEvent } from '../../gemini/events.ts';
import type { Mode } from '../../gemini/options.ts';
import type { SandboxOptions } from '../../sandbox/options.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { assetUrl } from '../assetBase.ts';
import { KeyForm } from './keyForm.ts';

export { AUTOSAVE_PROBLEMS } from '../../chat/labels.ts';

const ELEMENTS = {
  ...CONVERSATION_ELEMENTS,
  'glove-composer': Composer,
  'glove-engine-status': EngineStatus,
  'glove-problem': Problem,
  'glove-key-form': KeyForm,
};

interface BoxSessionOptions {
  sandbox: () => Promise<SandboxOptions>;
  /** The name under which the browser saves the conversation and its Python. */
  persist: string | undefined;
  pace: Pace;
  onAnswer: (event: AnswerEvent) => void;
  /** Aborts when the box is removed. */
  life: AbortSignal;
}

/** The properties of a box that are settings. */
interface BoxSettings {
  apiKey: string;
  model: string | undefined;
  api: LiveSettings['api'];
  baseUrl: string | undefined;
  mode: Mode;
  /** Time limit per run, in ms. */
  timeout: number | undefined;
}

export function settingsOf({ apiKey, model, api, baseUrl, mode, timeout }: BoxSettings): LiveSettings {
  return {
    ...DEFAULT_SETTINGS,
    apiKey,
    api,
    mode,
    ...(model && { model }),
    ...(baseUrl && { baseUrl }),
    ...(timeout && { timeout: timeout / 1000 }),
  };
}

export function createBoxSession({ sandbox, persist, pace, onAnswer, life }: BoxSessionOptions): Session {
  register(ELEMENTS);
  const sandboxes = new Set<Sandbox>();
  const session = new Session({
    createSandbox: async (options) => {
      const [own, { Sandbox }] = await Promise.all([sandbox(), import('../../sandbox/sandbox.ts')]);
      // The attributes of the box override the session's options.
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

/**
 * Resolves when the running answer has ended.
 *
 * @throws the error that ended it
 */
export async function whenAnswered(session: Session): Promise<void> {
  await new Promise<void>((resolve) => {
    const check = () => {
      if (session.running) return;
      session.removeEventListener('change', check);
      resolve();
    };
    session.addEventListener('change', check);
    check();
  });
  throwFailure(session);
}

/** @throws the error that ended the last answer, if it failed */
export function throwFailure({ conversation }: Session): void {
  if (conversation?.answer.state === 'failed') throw conversation.answer.error;
}
