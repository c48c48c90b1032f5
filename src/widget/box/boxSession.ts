/** The code of a box that is loaded when it is first seen. */

import type { AnswerEvent } from '../../answer/events.ts';
import type { Mode } from '../../answer/options.ts';
import { loadDemo, type Pace } from '../../chat/demo/demos.ts';
import { AUTOSAVE_PROBLEMS } from '../../chat/labels.ts';
import { connect } from '../../chat/live/connect.ts';
import {
  DEFAULT_SETTINGS,
  type LiveSettings,
  nameOfModel,
  type Obstacle,
  type ProviderName,
} from '../../chat/live/settings.ts';
import { Session } from '../../chat/session.ts';
import type { ConversationStore } from '../../chat/storage/conversationStore.ts';
import { Composer } from '../../elements/composer/composer.ts';
import { CONVERSATION_ELEMENTS } from '../../elements/conversationElements.ts';
import { register, registerLater } from '../../elements/register.ts';
import { EngineStatus } from '../../elements/status/engineStatus.ts';
import { box } from '../../language/en/embedded/box.ts';
import type { SandboxOptions } from '../../sandbox/options.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Tool } from '../../sandbox/tools/tool.ts';
import { assetUrl } from '../assetBase.ts';

const ELEMENTS = {
  ...CONVERSATION_ELEMENTS,
  'glove-composer': Composer,
  'glove-engine-status': EngineStatus,
};

/** Loads the form for the key, which few users see. */
export const loadKeyForm = registerLater(async () => ({ 'glove-key-form': (await import('./keyForm.ts')).KeyForm }));

interface BoxSessionOptions {
  sandbox: () => Promise<SandboxOptions>;
  /** The name under which the browser saves the conversation and its Python. */
  persist: string | undefined;
  pace: Pace;
  tools: () => Record<string, Tool>;
  onAnswer: (event: AnswerEvent) => void;
  /** Aborts when the box is removed. */
  life: AbortSignal;
}

/** Says, to the author of a page, why a box asks nothing. */
export const OBSTACLES: Readonly<Record<Obstacle | 'elsewhere', string>> = {
  elsewhere: 'Another tab or box has the conversation. The user can choose “Use it here”.',
  'needs-key': 'The box has no API key. Set the property `apiKey`.',
  'needs-server': 'The box has no server to ask. Set the attributes `base-url` and `model`.',
  'demos-only': 'The box plays demos only.',
};

/** Says what is wrong with a box. */
export function noticesOf({ autosave, obstacle }: Session): string[] {
  const { problem } = autosave ?? {};
  return [
    ...(problem ? [`${AUTOSAVE_PROBLEMS[problem.type]} ${problem.reason}`] : []),
    ...(obstacle === 'needs-server' ? [OBSTACLES[obstacle]] : []),
  ];
}

/** Says where the next answer comes from. */
export function describeSource({ settings, obstacle, conversation }: Session): string {
  if (conversation?.source.type === 'demo') return box.offlineDemo;
  if (obstacle === 'needs-server') return box.noServer;
  return obstacle ? box.noKey : nameOfModel(settings);
}

/** The properties of a box that are settings. */
interface BoxSettings {
  provider: ProviderName;
  apiKey: string;
  model: string | undefined;
  api: LiveSettings['api'];
  baseUrl: string | undefined;
  mode: Mode;
  /** Time limit per run, in ms. */
  timeout: number | undefined;
}

/** @param box whose properties are accessors, so that none of them would be in a rest of it */
export function settingsOf({ provider, apiKey, model, api, baseUrl, mode, timeout }: BoxSettings): LiveSettings {
  const ofServer = { serverKey: apiKey, serverModel: model ?? '', serverUrl: baseUrl ?? '' };
  const ofGemini = { apiKey, api, mode, ...(model && { model }), ...(baseUrl && { baseUrl }) };
  return {
    ...DEFAULT_SETTINGS,
    provider,
    ...(provider === 'openai' ? ofServer : ofGemini),
    ...(timeout && { timeout: timeout / 1000 }),
  };
}

/** @throws the error of a file of the widget that could not be loaded, or the reason of `life` */
export async function createBoxSession(options: BoxSessionOptions): Promise<Session> {
  const { sandbox, persist, pace, tools, onAnswer, life } = options;
  register(ELEMENTS);
  const store = persist ? await createStore(persist) : undefined;
  life.throwIfAborted();
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
    ...(store && { store }),
    pace,
    tools,
    onAnswer,
  });
  life.addEventListener('abort', () => {
    session.stop();
    for (const each of sandboxes) each.close();
  });
  return session;
}

/** Most boxes save nothing, and load nothing for it. */
async function createStore(name: string): Promise<ConversationStore> {
  const [{ IndexedDbStore }, { ElsewhereNote }] = await Promise.all([
    import('../../chat/storage/indexedDbStore.ts'),
    import('../../elements/status/elsewhereNote.ts'),
  ]);
  register({ 'glove-elsewhere-note': ElsewhereNote });
  return new IndexedDbStore(`widget ${name}`);
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
