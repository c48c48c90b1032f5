import { type CodeLanguage, readLanguage } from '../../answer/codec/languages.ts';
import type { Outcome } from '../../answer/codec/outcome.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import type { ModelTool } from './spec.ts';

interface Picture {
  mimeType: string;
  data: string;
}

interface CodeResult {
  outcome: Outcome;
  output: string;
  /** Those that are part of the result. */
  pictures: Picture[];
}

/** How a provider's package for the AI SDK writes the provider's own code tool. */
export interface CodeShape {
  /** The id of the tool begins with it. */
  tool: string;
  /** Makes the input of a call. */
  call: (code: string, language: CodeLanguage) => object;
  readCall: (input: Record<string, unknown>) => { code: string; language: CodeLanguage };
  /** The pieces in which the input of a call is streamed, apart from the call; `undefined` if the call comes as a whole. */
  streamInput?: (code: string) => string[];
  result: (result: CodeResult) => object;
  readResult: (result: Record<string, unknown>) => CodeResult;
  /** Whether pictures are part of the result. They are files that follow it otherwise. */
  hasPictures: boolean;
}

const FAILED = 'OUTCOME_FAILED';

const GOOGLE: CodeShape = {
  tool: 'google.code_execution',
  call: (code, language) => ({ language, code }),
  readCall: ({ code, language }) => ({ code: String(code), language: readLanguage(language) }),
  result: ({ outcome, output }) => ({ outcome, output }),
  readResult: ({ outcome, output }) => ({
    outcome: OUTCOMES.find((each) => each === outcome) ?? FAILED,
    output: textOf(output),
    pictures: [],
  }),
  hasPictures: false,
};

const OUTCOMES: readonly Outcome[] = ['OUTCOME_OK', FAILED, 'OUTCOME_DEADLINE_EXCEEDED'];

/** The container of OpenAI's calls. It has no other meaning than that the code ran here. */
const CONTAINER = 'cntr_glovebox';

const OPENAI: CodeShape = {
  tool: 'openai.code_interpreter',
  call: (code) => ({ code, containerId: CONTAINER }),
  readCall: ({ code }) => ({ code: textOf(code), language: 'PYTHON' }),
  streamInput: (code) => [`{"containerId":"${CONTAINER}","code":"`, JSON.stringify(code).slice(1, -1), '"}'],
  result: ({ output, pictures }) => ({
    outputs: [
      ...(output === '' ? [] : [{ type: 'logs', logs: output }]),
      ...pictures.map(({ mimeType, data }) => ({ type: 'image', url: `data:${mimeType};base64,${data}` })),
    ],
  }),
  readResult: ({ outputs }) => {
    const items = Array.isArray(outputs) ? outputs.filter(isJsonObject) : [];
    return {
      // The logs of a program that failed have its error, and nothing else tells.
      outcome: 'OUTCOME_OK',
      output: items.map(({ logs }) => textOf(logs)).join(''),
      pictures: items.flatMap(({ url }) => pictureIn(textOf(url)) ?? []),
    };
  },
  hasPictures: true,
};

const ANTHROPIC: CodeShape = {
  tool: 'anthropic.code_execution_',
  call: (code) => ({ type: 'programmatic-tool-call', code }),
  readCall: ({ code, command }) => ({ code: textOf(code ?? command), language: 'PYTHON' }),
  streamInput: (code) => [`{"type": "programmatic-tool-call","code": `, `${JSON.stringify(code)}}`],
  result: ({ outcome, output }) => ({
    type: 'code_execution_result',
    stdout: outcome === 'OUTCOME_OK' ? output : '',
    stderr: outcome === 'OUTCOME_OK' ? '' : output,
    return_code: outcome === 'OUTCOME_OK' ? 0 : 1,
    content: [],
  }),
  readResult: ({ stdout, stderr, return_code: code }) => ({
    outcome: code === 0 ? 'OUTCOME_OK' : FAILED,
    output: textOf(stdout) + textOf(stderr),
    pictures: [],
  }),
  hasPictures: false,
};

const SHAPES = [GOOGLE, OPENAI, ANTHROPIC];

/** A code tool of a request, with its shape. */
export interface CodeTool {
  name: string;
  shape: CodeShape;
}

/** Finds the provider's own code tool among those of a request. */
export function codeToolIn(tools: readonly ModelTool[] = []): CodeTool | undefined {
  return tools.flatMap((tool) => {
    const shape = SHAPES.find((each) => tool.type === 'provider' && tool.id?.startsWith(each.tool));
    return shape ? [{ name: tool.name, shape }] : [];
  })[0];
}

export function isCodeTool({ type, id }: ModelTool): boolean {
  return type === 'provider' && SHAPES.some(({ tool }) => id?.startsWith(tool));
}

/** Finds the shape of a stored result: its provider may be another than that of the request. */
export function shapeOf(result: Record<string, unknown>): CodeShape {
  if ('outputs' in result) return OPENAI;
  return 'outcome' in result ? GOOGLE : ANTHROPIC;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pictureIn(url: string): Picture | undefined {
  const [, mimeType = '', data = ''] = /^data:(image\/[\w.+-]+);base64,([A-Za-z0-9+/=]*)$/.exec(url) ?? [];
  return data === '' ? undefined : { mimeType, data };
}
