import type { LocalPythonOptions } from '../answer/options.ts';
import { BuiltInModel } from './builtInModel.ts';
import { type CreateOptions, type LanguageModelApi, type ModelSession, takesPictures } from './languageModel.ts';
import { LocalSession } from './localSession.ts';
import { readInitialPrompts } from './readPrompt.ts';
import { createResponder } from './responder.ts';
import { readTurns } from './turns.ts';

interface SessionContext {
  api: LanguageModelApi | undefined;
  /** What the browser's session was opened with. */
  given: CreateOptions;
  options: LocalPythonOptions;
}

/** Makes the session of an application from one of the browser. */
export async function createLocalSession(
  opened: ModelSession,
  { api, given: { initialPrompts = [], ...session }, options }: SessionContext,
): Promise<LocalSession> {
  const { instruction, contents } = await readInitialPrompts(initialPrompts);
  const seesPictures = takesPictures(session);
  const { languages = ['PYTHON'] } = options;
  const turns = readTurns(contents, seesPictures);
  const model = new BuiltInModel({ api, session, languages }, { session: opened, instruction, turns });
  return new LocalSession({ model, responder: createResponder(options, seesPictures), instruction, contents });
}
