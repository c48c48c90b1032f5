import { type Content, type GenerateContentParameters, GenerateContentResponse, type Part } from '@google/genai';
import { AnswerLoop } from '../../../src/answer/loop/answerLoop.ts';
import type { ProgramRun } from '../../../src/answer/loop/jobRunner.ts';
import type { LocalPythonOptions } from '../../../src/answer/options.ts';
import { prepareRequest } from '../../../src/answer/request/prepareRequest.ts';

/** With the function that the recorded payloads call. */
const TOOLS = [{ codeExecution: {} }, { functionDeclarations: [{ name: 'now' }] }];
const PARAMS = { model: 'gemini-2.5-flash', contents: 'Hello', config: { tools: TOOLS } };
const noPython = () => Promise.reject(new Error('Nothing here is to be run.'));

type RunProgram = (program: { code: string; language: string }) => Promise<ProgramRun>;
interface Asked extends Pick<LocalPythonOptions, 'languages'> {
  model?: string;
  /** Gets the contents of each request. */
  asked?: Content[][];
}

/** Answers with the recorded responses, request by request. */
export async function answerWith(
  hops: Partial<GenerateContentResponse>[][],
  runProgram: RunProgram = noPython,
  { model = PARAMS.model, asked = [], ...more }: Asked = {},
) {
  const options: LocalPythonOptions = { sandbox: noPython, retry: { attempts: 1 }, ...more };
  const requests = hops.values();
  const chunks: GenerateContentResponse[] = [];
  const askModel = async function* ({ contents }: GenerateContentParameters) {
    asked.push(contents as Content[]);
    for (const chunk of requests.next().value ?? [])
      yield Object.assign(new GenerateContentResponse(), structuredClone(chunk));
  };
  const { request } = await prepareRequest({ ...PARAMS, model }, options);
  const callbacks = { askModel, runProgram, onRetry: () => {}, onUsage: () => {} };
  for await (const chunk of new AnswerLoop(request).chunks(callbacks)) chunks.push(chunk);
  return chunks;
}

/** A chunk of an answer as the API sends it. */
export const chunk = (parts: Part[], more: object = {}, responseId = 'first') =>
  ({ responseId, candidates: [{ index: 0, content: { role: 'model', parts }, ...more }] }) as never;
export const stop = { finishReason: 'STOP' };
