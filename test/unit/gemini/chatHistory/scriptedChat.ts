import {
  ApiError,
  type CallableTool,
  type Chat,
  Chats,
  type Content,
  FinishReason,
  type FunctionCall,
  type GenerateContentConfig,
  type GenerateContentParameters,
  GenerateContentResponse,
  type Part,
} from '@google/genai';
import { joinChunks, partsOf } from '../../../../src/answer/codec/chunk.ts';
import { AnswerLoop } from '../../../../src/answer/loop/answerLoop.ts';
import type { ProgramRun } from '../../../../src/answer/loop/jobRunner.ts';
import type { LocalPythonOptions } from '../../../../src/answer/options.ts';
import { prepareRequest } from '../../../../src/answer/request/prepareRequest.ts';
import { checkRequest, parseRequest } from '../../../support/geminiFake/checks/rules.ts';
import { findModel } from '../../../support/geminiFake/models.ts';
import type { IssuedTurn } from './issuedTurns.ts';

const OPTIONS: LocalPythonOptions = {
  sandbox: () => Promise.reject(new Error('The runs are scripted.')),
  languages: ['PYTHON', 'JAVASCRIPT'],
  maxFailures: Number.POSITIVE_INFINITY,
  retry: { attempts: 1 },
};

const DONE: IssuedTurn = {
  parts: [{ text: 'Done.' }],
  runs: [],
  responses: [],
  callersResponses: [],
  pieces: [9],
  partsPerChunk: 1,
  ending: 'with the last part',
  promptTokens: 1,
  candidateTokens: 1,
  finishReason: FinishReason.STOP,
};

/** The SDK's own chat with a model that says what it is told to say, and whose programs come to what they are told to come to. */
export class ScriptedChat {
  readonly chat: Chat;
  /** The contents that the model was asked with and did not refuse, request by request. */
  readonly asked: Content[][] = [];
  /** The chunks of each answer. */
  readonly answers: GenerateContentResponse[][] = [];
  readonly #model: string;
  readonly #turns: IssuedTurn[] = [];
  readonly #issued: Part[][] = [];
  #runs: ProgramRun[] = [];
  #responses: Part[] = [];

  constructor(model: string) {
    this.#model = model;
    const models = {
      generateContent: async (params: GenerateContentParameters) => {
        const chunks: GenerateContentResponse[] = [];
        for await (const chunk of this.#answer(params, false)) chunks.push(chunk);
        return joinChunks(chunks);
      },
      generateContentStream: async (params: GenerateContentParameters) => this.#answer(params, true),
    };
    this.chat = new Chats(models as never, undefined as never).create({ model, config: this.#config });
  }

  /** Sends a message that the model answers with these turns, as far as it is asked, and then with one that ends the answer. */
  async send(message: Part[], turns: readonly IssuedTurn[], streamed: boolean): Promise<void> {
    this.#turns.push(...turns);
    if (streamed) for await (const _ of await this.chat.sendMessageStream({ message }));
    else await this.chat.sendMessage({ message });
    this.#turns.length = 0;
  }

  get #config(): GenerateContentConfig {
    const lookUp: CallableTool = {
      tool: async () => ({ functionDeclarations: [{ name: 'look_up' }] }),
      callTool: async ([call]) => this.#respondTo(call),
    };
    const search = findModel(this.#model)?.majorVersion === 3 ? [{ googleSearch: {} }] : [];
    return { tools: [{ codeExecution: {} }, lookUp, { functionDeclarations: [{ name: 'get_sales' }] }, ...search] };
  }

  /** As its author would write it: without an id, and with its picture beside the response. */
  #respondTo(call: FunctionCall | undefined): Part[] {
    const index = this.#responses.findIndex(({ functionResponse }) => functionResponse?.name === call?.name);
    const [{ functionResponse: { name = '', response = {}, parts = [] } = {} } = {}] = this.#responses.splice(index, 1);
    return [{ functionResponse: { name, response } }, ...(parts as Part[])];
  }

  async *#answer(params: GenerateContentParameters, streamed: boolean): AsyncGenerator<GenerateContentResponse> {
    const { request } = await prepareRequest(params, OPTIONS);
    const chunks: GenerateContentResponse[] = [];
    this.answers.push(chunks);
    const answer = new AnswerLoop(request).chunks({
      askModel: (asked) => this.#ask(asked, streamed),
      runProgram: async () => this.#runs.shift() ?? { outcome: 'OUTCOME_FAILED', output: 'Nothing was to be run.' },
      onRetry: () => {},
      onUsage: () => {},
    });
    for await (const chunk of answer) {
      chunks.push(chunk);
      yield chunk;
    }
  }

  async *#ask({ contents, config }: GenerateContentParameters, streamed: boolean) {
    const refusal = this.#judge(contents, config);
    if (refusal) throw new ApiError({ status: refusal.code, message: refusal.message });
    const turn = this.#turns.shift() ?? DONE;
    this.asked.push(structuredClone(contents as Content[]));
    const chunks = chunksOf(turn, streamed);
    this.#issued.push(chunks.flatMap((chunk) => partsOf(chunk as GenerateContentResponse)));
    this.#runs = [...turn.runs];
    this.#responses = turn.responses.filter(({ functionResponse }) => functionResponse?.name === 'look_up');
    const responseId = `response-${this.#issued.length}`;
    for (const chunk of structuredClone(chunks))
      yield Object.assign(new GenerateContentResponse(), chunk, { responseId });
  }

  /** The rules of the strict fake API, without its wire. */
  #judge(contents: unknown, { tools, toolConfig }: GenerateContentConfig = {}) {
    const parsed = parseRequest(JSON.parse(JSON.stringify({ contents, tools, toolConfig })));
    const model = findModel(this.#model);
    if ('refusal' in parsed) return parsed.refusal;
    return model && checkRequest(parsed.request, { model, behaviors: {}, issuedTurns: this.#issued });
  }
}

/** What goes over the wire for a turn. */
function chunksOf(
  turn: IssuedTurn,
  streamed: boolean,
): Pick<GenerateContentResponse, 'candidates' | 'usageMetadata'>[] {
  const parts = streamed ? cut(turn.parts, turn.pieces) : turn.parts;
  const size = streamed ? turn.partsPerChunk : parts.length;
  const contents: Content[] = [];
  for (let at = 0; at < parts.length; at += size) contents.push({ role: 'model', parts: parts.slice(at, at + size) });
  if (streamed && turn.ending === 'with empty text') contents.push({ role: 'model', parts: [{ text: '' }] });
  if ((streamed && turn.ending === 'without parts') || contents.length === 0) contents.push({ role: 'model' });
  const { promptTokens, candidateTokens, finishReason } = turn;
  const usageMetadata = {
    promptTokenCount: promptTokens,
    candidatesTokenCount: candidateTokens,
    totalTokenCount: promptTokens + candidateTokens,
  };
  return contents.map((content, index) => {
    const isLast = index >= contents.length - (turn.ending === 'twice' ? 2 : 1);
    return { candidates: [{ content, index: 0, ...(isLast && finishReason && { finishReason }) }], usageMetadata };
  });
}

/** Unsigned text comes in pieces of so many characters. */
function cut(parts: readonly Part[], sizes: readonly number[]): Part[] {
  let next = 0;
  return parts.flatMap((part) => {
    if (!part.text || part.thoughtSignature !== undefined) return [part];
    const characters = [...part.text];
    const pieces: Part[] = [];
    while (characters.length > 0) {
      const size = sizes[next % sizes.length] ?? 1;
      next += 1;
      pieces.push({ ...part, text: characters.splice(0, size).join('') });
    }
    return pieces;
  });
}
