import {
  type Content,
  FunctionCallingConfigMode,
  type GenerateContentConfig,
  Language,
  Outcome,
  type Part,
} from '@google/genai';
import { describe, expect, it } from 'vitest';
import { CodeFunctions } from '../../../../src/answer/codec/codeFunctions.ts';
import { decodePart as decodePartOf, decodeResult } from '../../../../src/answer/codec/decode.ts';
import type { Dialect } from '../../../../src/answer/codec/dialect.ts';
import { encodeContents as encodeContentsIn } from '../../../../src/answer/codec/encode.ts';
import { Callables } from '../../../../src/answer/request/callables.ts';
import { encodeConfig as encodeConfigFor, type LoopState } from '../../../../src/answer/request/config.ts';
import { readPayload } from '../../../support/payloads.ts';

const functions = new CodeFunctions(['PYTHON']);
const DIALECT: Dialect = { protocol: 'functions', functions, signsCalls: false, pictures: 'inside', circulates: false };
const callables = await Callables.read([]);
const decodePart = (part: Part) => decodePartOf(part, functions);
const encodeContents = (contents: Content[], dialect: Partial<Dialect> = {}) =>
  encodeContentsIn(contents, { ...DIALECT, ...dialect });
const encodeConfig = (config: GenerateContentConfig, state: LoopState) =>
  encodeConfigFor(config, { dialect: DIALECT, callables, instruction: '' }, state);
const FIRST_REQUEST: LoopState = { runs: 0, callTurns: 0, exhausted: false, callsExhausted: false };
const ask = (text: string): Content => ({ role: 'user', parts: [{ text }] });
const call = (code: string, more: object = {}): Part => ({
  functionCall: { name: 'run_python', args: { code } },
  ...more,
});
const response = (output: string, more: object = {}): Part => ({
  functionResponse: { name: 'run_python', response: { outcome: 'OUTCOME_OK', output }, ...more },
});
const ran = (output: string) => ({ outcome: 'OUTCOME_OK', output }) as const;

describe('a request', () => {
  it('has a function where the caller put codeExecution', () => {
    const { tools } = encodeConfig({ tools: [{ codeExecution: {} }] }, FIRST_REQUEST);
    expect(tools).toMatchObject([{ functionDeclarations: [{ name: 'run_python' }] }]);
    expect(JSON.stringify(tools)).not.toContain('codeExecution');
  });

  it("keeps the caller's other tools, also those in the same object", () => {
    const { tools } = encodeConfig(
      { tools: [{ codeExecution: {}, googleSearch: {} }, { urlContext: {} }] },
      FIRST_REQUEST,
    );
    expect(tools).toMatchObject([
      { googleSearch: {} },
      { urlContext: {} },
      { functionDeclarations: [{ name: 'run_python' }] },
    ]);
  });

  it("leaves the caller's config as it was", () => {
    const config = { temperature: 0, tools: [{ codeExecution: {}, googleSearch: {} }] };
    const before = structuredClone(config);
    expect(encodeConfig(config, FIRST_REQUEST)).toMatchObject({ temperature: 0 });
    expect(config).toEqual(before);
  });

  it('no longer insists on a function call once something was run', () => {
    const config = {
      tools: [{ codeExecution: {} }],
      toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
    };
    expect(encodeConfig(config, FIRST_REQUEST).toolConfig?.functionCallingConfig?.mode).toBe('ANY');
    expect(encodeConfig(config, { ...FIRST_REQUEST, runs: 1 }).toolConfig?.functionCallingConfig?.mode).toBe('AUTO');
  });

  it('allows no more calls when the model has failed too often', () => {
    const config = { tools: [{ codeExecution: {} }] };
    expect(
      encodeConfig(config, { ...FIRST_REQUEST, runs: 5, exhausted: true }).toolConfig?.functionCallingConfig?.mode,
    ).toBe('NONE');
  });
});

describe('history', () => {
  it('that the server recorded is sent back as a call and its response', () => {
    const [recorded] = readPayload('unary-code-execution.json');
    const parts = recorded?.candidates?.[0]?.content?.parts ?? [];
    const encoded = encodeContents([ask('Add the first 4 squares.'), { role: 'model', parts }]);
    expect(encoded).toEqual([
      ask('Add the first 4 squares.'),
      { role: 'model', parts: [call(parts[0]?.executableCode?.code ?? '')] },
      { role: 'user', parts: [response('30\n')] },
      { role: 'model', parts: [parts[2]] },
    ]);
  });

  it('that a streamed chat recorded chunk by chunk is one turn of the model', () => {
    const chunks = readPayload('stream-code-execution.txt').map((chunk) => chunk.candidates?.[0]?.content ?? {});
    const encoded = encodeContents([ask('Add the first 4 squares.'), ...chunks]);
    expect(encoded.map(({ role, parts }) => [role, parts?.map((part) => Object.keys(part)[0])])).toEqual([
      ['user', ['text']],
      ['model', ['text', 'text', 'functionCall']],
      ['user', ['functionResponse']],
      ['model', ['text', 'text']],
    ]);
  });

  it('keeps ids and thought signatures on the very parts that they came on', () => {
    const model: Part[] = [
      { text: 'Let me see.', thoughtSignature: 'on the text' },
      { functionCall: { id: 'a', name: 'run_python', args: { code: 'print(1)' } }, thoughtSignature: 'on the call' },
    ];
    const [, code] = model.map(decodePart);
    expect(code).toEqual({
      executableCode: { id: 'a', language: 'PYTHON', code: 'print(1)' },
      localCall: { name: 'run_python', thoughtSignature: 'on the call' },
    });
    const result = decodeResult({ id: 'a' }, ran('1\n'));
    expect(encodeContents([ask('?'), { role: 'model', parts: [...model.map(decodePart), result] }])).toEqual([
      ask('?'),
      { role: 'model', parts: model },
      { role: 'user', parts: [response('1\n', { id: 'a' })] },
    ]);
  });

  it.each<[string, Partial<Part>]>([
    ['that it wrote as text', {}],
    ['that Google has run and signed', { thoughtSignature: 'on the code' }],
  ])(
    'has code %s as a call, for a model that signs its calls with what Google has for calls without a signature',
    (_, more) => {
      const parts: Part[] = [
        { executableCode: { id: 'of the server', language: Language.PYTHON, code: 'print(1)' }, ...more },
        { codeExecutionResult: { id: 'of the server', outcome: Outcome.OUTCOME_OK, output: '1\n' } },
        { text: 'One.' },
      ];
      expect(encodeContents([ask('?'), { role: 'model', parts }], { signsCalls: true })).toEqual([
        ask('?'),
        { role: 'model', parts: [call('print(1)', { thoughtSignature: 'skip_thought_signature_validator' })] },
        { role: 'user', parts: [response('1\n')] },
        { role: 'model', parts: [{ text: 'One.' }] },
      ]);
    },
  );

  it('keeps calls as calls that stand beside a signed one, or have an id', () => {
    const parts = [call('1', { thoughtSignature: 'signed' }), call('2')].map(decodePart);
    const results = ['1\n', '2\n'].map((output) => decodeResult({}, ran(output)));
    const [, said] = encodeContents([ask('?'), { role: 'model', parts: [...parts, ...results] }], { signsCalls: true });
    expect(said?.parts).toEqual([call('1', { thoughtSignature: 'signed' }), call('2')]);
  });

  it('keeps parallel calls together, and their responses in one content', () => {
    const calls = ['print(1)', 'print(2)'].map((code) => call(code));
    const results = ['1\n', '2\n'].map((output) => decodeResult({}, ran(output)));
    expect(encodeContents([ask('?'), { role: 'model', parts: [...calls.map(decodePart), ...results] }])).toEqual([
      ask('?'),
      { role: 'model', parts: calls },
      { role: 'user', parts: [response('1\n'), response('2\n')] },
    ]);
  });

  it("sends the response to the caller's own function together with ours", () => {
    const sales: Part = { functionCall: { name: 'get_sales', args: {} } };
    const own: Part = { functionResponse: { name: 'get_sales', response: { output: [1] } } };
    const parts = [decodePart(call('print(1)')), sales, decodeResult({}, ran('1\n'))];
    expect(encodeContents([ask('?'), { role: 'model', parts }, { role: 'user', parts: [own] }])).toEqual([
      ask('?'),
      { role: 'model', parts: [call('print(1)'), sales] },
      { role: 'user', parts: [response('1\n'), own] },
    ]);
  });

  it('says of code without a result that it was not run', () => {
    const cut: Part = decodePart(call('while True:'));
    const [, , answer] = encodeContents([ask('?'), { role: 'model', parts: [cut] }, ask('Go on.')]);
    expect(answer?.parts).toMatchObject([
      {
        functionResponse: {
          name: 'run_python',
          response: { outcome: 'OUTCOME_FAILED', error: 'This code was not run.' },
        },
      },
    ]);
  });

  it('gives one response for a program that the server gave several results for', () => {
    const failed = decodeResult({}, { outcome: 'OUTCOME_FAILED', output: 'ZeroDivisionError\n' });
    const parts = [decodePart(call('print(1); 1 / 0')), decodeResult({}, ran('1\n')), failed, { text: 'Oh.' }];
    expect(encodeContents([ask('?'), { role: 'model', parts }]).slice(1)).toEqual([
      { role: 'model', parts: [call('print(1); 1 / 0')] },
      {
        role: 'user',
        parts: [
          {
            functionResponse: {
              name: 'run_python',
              response: { outcome: 'OUTCOME_FAILED', error: '1\nZeroDivisionError\n' },
            },
          },
        ],
      },
      { role: 'model', parts: [{ text: 'Oh.' }] },
    ]);
  });

  it('says of a function that was not called, since the model was cut off, that it was not', () => {
    const look: Part = { functionCall: { id: 'a', name: 'look', args: {} } };
    expect(encodeContents([ask('?'), { role: 'model', parts: [look] }, ask('Go on.')]).slice(2)).toEqual([
      {
        role: 'user',
        parts: [{ functionResponse: { id: 'a', name: 'look', response: { error: 'This function was not called.' } } }],
      },
      ask('Go on.'),
    ]);
  });

  it("answers code that was not run even if the app answers its own function's call of the same turn", () => {
    const sales: Part = { functionCall: { name: 'get_sales', args: {} } };
    const own: Part = { functionResponse: { name: 'get_sales', response: { output: [1] } } };
    const parts = [decodePart(call('print(1)')), sales];
    const [, , answer] = encodeContents([ask('?'), { role: 'model', parts }, { role: 'user', parts: [own] }]);
    expect(answer?.parts?.map(({ functionResponse }) => functionResponse?.name)).toEqual(['run_python', 'get_sales']);
  });

  it('tells a failure under the key that the API has for errors', () => {
    const failed = decodeResult({}, { outcome: 'OUTCOME_FAILED', output: 'NameError: x' });
    const [, , answer] = encodeContents([ask('?'), { role: 'model', parts: [decodePart(call('x')), failed] }]);
    expect(answer?.parts?.[0]?.functionResponse?.response).toEqual({
      outcome: 'OUTCOME_FAILED',
      error: 'NameError: x',
    });
  });

  it('drops the empty text that ends a stream, unless it is signed', () => {
    const parts: Part[] = [{ text: 'Four.' }, { text: '' }, { text: '', thoughtSignature: 'signed' }];
    expect(encodeContents([ask('2 + 2?'), { role: 'model', parts }])[1]?.parts).toEqual([parts[0], parts[2]]);
  });

  it('has a picture that the model drew in its own turn, also right after a result', () => {
    const drawn: Part = { inlineData: { mimeType: 'image/png', data: 'AAAA' }, thoughtSignature: 'drawn' };
    const parts = [decodePart(call('1')), decodeResult({}, ran('')), drawn];
    expect(encodeContents([ask('?'), { role: 'model', parts }]).at(-1)).toEqual({ role: 'model', parts: [drawn] });
  });

  it("leaves the response of the caller's own function as it was, when a picture goes with it", () => {
    const look: Part = { functionCall: { name: 'look', args: {} } };
    const seen: Part = { functionResponse: { name: 'look', response: { output: 'a map' } } };
    const parts = [look, seen, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }];
    const before = structuredClone(parts);
    const [, , answer] = encodeContents([ask('?'), { role: 'model', parts }]);
    expect(answer?.parts?.[0]?.functionResponse?.parts).toEqual([parts[2]]);
    expect(parts).toEqual(before);
  });

  it("is not changed in the caller's hands", () => {
    const contents = [
      ask('?'),
      { role: 'model', parts: [decodePart(call('1')), decodeResult({}, ran(''))] },
      ask('More.'),
    ];
    const before = structuredClone(contents);
    encodeContents(contents);
    expect(contents).toEqual(before);
  });
});
