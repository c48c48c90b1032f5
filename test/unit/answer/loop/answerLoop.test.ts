import type { Content, GenerateContentResponse, Part } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { joinChunks } from '../../../../src/answer/codec/chunk.ts';
import type { ProgramRun } from '../../../../src/answer/loop/jobRunner.ts';
import { OWN_PAYLOADS, RECORDED_PAYLOADS, responsesIn } from '../../../support/payloads.ts';
import { answerWith, chunk, stop } from '../../gemini/answerWith.ts';
import { PICTURE } from '../../gemini/chatHistory/issuedTurns.ts';

const partsOf = (chunks: Partial<GenerateContentResponse>[]): Part[] =>
  chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? []);
const finishReasons = (chunks: Partial<GenerateContentResponse>[]) =>
  chunks.map((chunk) => chunk.candidates?.[0]?.finishReason);

const PAYLOADS = [
  ['in the shape of the API', OWN_PAYLOADS],
  ['recorded from the API', RECORDED_PAYLOADS],
] as const;

// Not every machine has the recordings.
describe.each(PAYLOADS.filter(([, payloads]) => payloads.length > 0))('every payload %s', (_, payloads) => {
  const answers = payloads.filter(({ isError }) => !isError);

  it.each(answers)('comes through as it is: $name', async (payload) => {
    const recorded = responsesIn(payload);
    const chunks = await answerWith([recorded]);
    expect(partsOf(chunks).filter(({ text }) => text !== '')).toEqual(partsOf(recorded));
    expect(finishReasons(chunks).filter(Boolean)).toEqual(finishReasons(recorded).filter(Boolean));
    expect(chunks.at(-1)?.promptFeedback).toEqual(recorded.at(-1)?.promptFeedback);
    expect(chunks.at(-1)?.usageMetadata).toEqual(recorded.at(-1)?.usageMetadata);
  });

  it.each(answers)('leaves no chunk without parts and no finish reason before the last: $name', async (payload) => {
    const chunks = await answerWith([responsesIn(payload)]);
    for (const { candidates } of chunks)
      if (candidates?.length) expect(candidates[0]?.content?.parts).not.toHaveLength(0);
    expect(finishReasons(chunks.slice(0, -1)).filter(Boolean)).toEqual([]);
  });
});

describe('an answer in two requests', () => {
  const result = { outcome: 'OUTCOME_OK', output: '1\n' } as ProgramRun;
  const call: Part = { functionCall: { name: 'run_python', args: { code: 'print(1)' } }, thoughtSignature: 'signed' };

  it('has one response id, and its finish reason only at its end', async () => {
    const first = [chunk([{ text: 'Let me see.' }]), chunk([call]), chunk([{ text: '' }], stop)];
    const second = [chunk([{ text: 'One' }], {}, 'second'), chunk([{ text: '.' }], stop, 'second')];
    const chunks = await answerWith([first, second], async () => result);
    expect(partsOf(chunks)).toEqual([
      { text: 'Let me see.' },
      {
        executableCode: { language: 'PYTHON', code: 'print(1)' },
        localCall: { name: 'run_python', thoughtSignature: 'signed' },
      },
      { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1\n' } },
      { text: 'One' },
      { text: '.' },
    ]);
    expect(new Set(chunks.map(({ responseId }) => responseId))).toEqual(new Set(['first']));
    expect(finishReasons(chunks)).toEqual([undefined, undefined, undefined, undefined, 'STOP']);
  });

  it('keeps what ran when the second request gives nothing but feedback', async () => {
    const blocked = { promptFeedback: { blockReason: 'SAFETY' } } as never;
    const chunks = await answerWith([[chunk([call], stop)], [blocked]], async () => result);
    // The SDK's chat forgets a turn whose last chunk has no candidate with a finish reason.
    expect(finishReasons(chunks)).toEqual([undefined, undefined, 'SAFETY']);
    const joined = joinChunks(chunks);
    expect(joined.promptFeedback).toEqual({ blockReason: 'SAFETY' });
    expect(partsOf([joined])).toMatchObject([{ executableCode: {} }, { codeExecutionResult: { output: '1\n' } }]);
  });

  it('ends after the request in which the model was not to call any more, even if it calls on', async () => {
    let runs = 0;
    const failing = async () => {
      runs += 1;
      return { outcome: 'OUTCOME_FAILED', output: 'no' } as ProgramRun;
    };
    const chunks = await answerWith(Array(20).fill([chunk([call], stop)]), failing);
    expect(runs).toBe(5);
    expect(finishReasons(chunks).filter(Boolean)).toEqual(['STOP']);
  });

  it('tells the model of a call without a program, and the caller nothing', async () => {
    const empty: Part = { functionCall: { name: 'run_python', args: { source: 'print(1)' } } };
    const chunks = await answerWith([[chunk([empty], stop)], [chunk([{ text: 'Sorry.' }], stop)]]);
    expect(partsOf(chunks)).toEqual([{ text: 'Sorry.' }]);
  });

  it('keeps signed text whole, though a fence might begin before it or in it', async () => {
    const signed: Part = { text: '\nlist\n```', thoughtSignature: 'on the text' };
    const chunks = await answerWith([
      [chunk([{ text: 'So:\n```' }]), chunk([signed]), chunk([{ text: '\nEnd.' }], stop)],
    ]);
    expect(partsOf(chunks)).toEqual([{ text: 'So:\n' }, { text: '```' }, signed, { text: '\nEnd.' }]);
  });

  it('has no calls of a turn that the model is to take once more', async () => {
    const failed = [chunk([{ text: 'Let me see.' }]), chunk([call, call], { finishReason: 'MALFORMED_FUNCTION_CALL' })];
    const chunks = await answerWith(
      [failed, [chunk([call], stop)], [chunk([{ text: 'One.' }], stop)]],
      async () => result,
    );
    expect(partsOf(chunks)).toMatchObject([
      { text: 'Let me see.' },
      { executableCode: {} },
      { codeExecutionResult: { output: '1\n' } },
      { text: 'One.' },
    ]);
  });

  it('does not run what a stream that broke off without a finish reason had begun', async () => {
    const chunks = await answerWith([[chunk([call])]]);
    expect(partsOf(chunks)).toEqual([
      {
        executableCode: { language: 'PYTHON', code: 'print(1)' },
        localCall: { name: 'run_python', thoughtSignature: 'signed' },
      },
    ]);
    expect(finishReasons(chunks)).toEqual(['OTHER']);
  });
});

describe('an answer that comes as a whole', () => {
  const whole = async (...parts: Part[]) => partsOf(await answerWith([[chunk(parts, stop)]]));

  it.each(['Here:\n```js\nfoo()\n```', 'Here:\n```js\nfoo()\n```\n  ', 'Write a line ```tool_code', '`'])(
    'has one text where the model said one: %j',
    async (text) => {
      expect(await whole({ text })).toEqual([{ text }]);
    },
  );

  it('has the texts that the model said, though a fence might begin at the end of one', async () => {
    const texts = [{ text: 'So:\n```' }, { text: '\nEnd.\n' }];
    expect(await whole(...texts)).toEqual(texts);
  });
});

describe('code that the model wrote as text', () => {
  const ran: string[] = [];
  const run = async ({ code, language }: { code: string; language: string }) => {
    ran.push(`${language}: ${code}`);
    const pictures = [PICTURE];
    return { outcome: 'OUTCOME_OK', output: '1\n', pictures } as ProgramRun;
  };
  const unsolicited = (language?: string) =>
    ({ executableCode: { ...(language && { language }), code: 'print(1)' } }) as Part;
  const answered = chunk([{ text: 'One.' }], stop);

  it.each(['PYTHON', undefined, 'LANGUAGE_UNSPECIFIED', 'JAVASCRIPT'])(
    'is run in a language that is allowed, though it said %s',
    async (language) => {
      ran.length = 0;
      const chunks = await answerWith([[chunk([unsolicited(language)], stop)], [answered]], run);
      expect(ran).toEqual(['PYTHON: print(1)']);
      expect(partsOf(chunks)[0]).toEqual({ executableCode: { language: 'PYTHON', code: 'print(1)' } });
    },
  );

  it('is run as JavaScript if it said so and that is allowed', async () => {
    ran.length = 0;
    await answerWith([[chunk([unsolicited('JAVASCRIPT')], stop)], [answered]], run, {
      languages: ['PYTHON', 'JAVASCRIPT'],
    });
    expect(ran).toEqual(['JAVASCRIPT: print(1)']);
  });

  it.each(['gemini-2.5-flash', 'gemini-3.8-flash'])('shows its pictures to %s', async (model) => {
    const asked: Content[][] = [];
    await answerWith([[chunk([unsolicited()], stop)], [answered]], run, { model, asked });
    const results = asked[1]?.at(-1)?.parts ?? [];
    expect(results).toMatchObject([
      { text: expect.stringContaining('1\n') },
      { inlineData: { mimeType: 'image/png' } },
    ]);
  });

  it('shows its pictures inside a response that stands beside it, if none may stand beside that', async () => {
    const asked: Content[][] = [];
    const call = { functionCall: { name: 'run_python', args: { code: 'print(2)' } }, thoughtSignature: 'signed' };
    const turn = chunk([unsolicited(), call], stop);
    await answerWith([[turn], [answered]], run, { model: 'gemini-3.8-flash', asked });
    const results = asked[1]?.at(-1)?.parts ?? [];
    expect(results.map((part) => Object.keys(part))).toEqual([['text'], ['functionResponse']]);
    expect(results[1]?.functionResponse?.parts).toHaveLength(2);
  });

  it('leaves the signature of the text to the text', async () => {
    const text = 'So:\n```tool_code\nprint(1)\n```\n';
    const chunks = await answerWith([[chunk([{ text, thoughtSignature: 'on the text' }], stop)], [answered]], run);
    expect(partsOf(chunks).slice(0, 3)).toEqual([
      { text: 'So:\n' },
      { executableCode: { language: 'PYTHON', code: 'print(1)\n' } },
      { text: '', thoughtSignature: 'on the text' },
    ]);
  });
});

describe('a turn whose end the API words in its own way', () => {
  const call: Part = { functionCall: { name: 'run_python', args: { code: 'print(1)' } } };
  const run = async () => ({ outcome: 'OUTCOME_OK', output: '1\n' }) as ProgramRun;
  const resultsAfter = async (finishReason: string) =>
    partsOf(await answerWith([[chunk([call], { finishReason })], [chunk([{ text: 'One.' }], stop)]], run)).filter(
      ({ codeExecutionResult }) => codeExecutionResult,
    );

  it.each(['STOP', 'tool_calls', 'FUNCTION_CALL', 'FINISH_REASON_UNSPECIFIED'])(
    'has its calls run: %s',
    async (reason) => {
      expect(await resultsAfter(reason)).toHaveLength(1);
    },
  );

  it.each(['MAX_TOKENS', 'SAFETY', 'RECITATION', 'OTHER'])(
    'has nothing run where it was cut off: %s',
    async (reason) => {
      expect(await resultsAfter(reason)).toEqual([]);
    },
  );
});
