import { createGoogleGenerativeAI } from '@ai-sdk/google';
import type { LanguageModelV4Middleware } from '@ai-sdk/provider';
import { wrapLanguageModel } from 'ai';
import {
  type LocalPythonMiddlewareOptions,
  localPythonMiddleware,
} from '../../../../src/aiSdk/middleware/localPythonMiddleware.ts';
import { scriptedSandbox } from '../../gemini/client/play.ts';
import { callOf, type ScriptedTurn, scriptedModel } from '../scriptedModel.ts';

export const google = createGoogleGenerativeAI({ apiKey: '-' });
export const tools = { code_execution: google.tools.codeExecution({}) };
export const python = (code: string) => callOf('run_python', { code });

export const GOOGLE = { provider: 'google.generative-ai', modelId: 'gemini-3-flash-preview' };

/** A scripted model behind the middleware, and a sandbox that prints 42. */
export function play(
  turns: (ScriptedTurn | Error)[],
  {
    names = GOOGLE,
    ...options
  }: Partial<LocalPythonMiddlewareOptions> & { names?: { provider: string; modelId: string } } = {},
) {
  const scripted = scriptedModel(turns, names);
  const { sandbox, ran } = scriptedSandbox((code) => (code.includes('fail') ? 'ValueError\n' : '42\n'));
  const retry = { initialDelayMs: 1 };
  const middleware: LanguageModelV4Middleware = localPythonMiddleware({ sandbox, retry, ...options });
  return { model: wrapLanguageModel({ model: scripted.model, middleware }), asked: scripted.asked, ran };
}
