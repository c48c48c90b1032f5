import type { Candidate, GenerateContentResponse, Part } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { joinChunks } from '../../../../src/answer/codec/chunk.ts';
import type { ProgramRun } from '../../../../src/answer/loop/jobRunner.ts';
import { prepareRequest } from '../../../../src/answer/request/prepareRequest.ts';
import { answerWith, chunk, stop } from '../../gemini/answerWith.ts';

const call: Part = { functionCall: { name: 'run_python', args: { code: 'print(1)' } } };
const run = async () => ({ outcome: 'OUTCOME_OK', output: '1\n' }) as ProgramRun;
const web = (uri: string) => ({ web: { uri } });
const segmentOf = (text: string, within: string) => {
  const bytes = (of: string) => new TextEncoder().encode(of).length;
  const startIndex = bytes(within.slice(0, within.indexOf(text)));
  return { startIndex, endIndex: startIndex + bytes(text), text };
};

/** Of an answer that is asked for as a whole. */
async function candidateOf(...hops: never[]): Promise<Candidate> {
  const chunks = await answerWith(
    hops.map((hop) => [hop]),
    run,
  );
  return joinChunks(chunks).candidates?.[0] ?? {};
}

describe('the sources of an answer in two requests', () => {
  const first = { groundingMetadata: { groundingChunks: [web('a')], webSearchQueries: ['heights'] } };

  it('are not lost if the second request ends with an empty place for them', async () => {
    const { groundingMetadata } = await candidateOf(
      chunk([call], { ...stop, ...first }),
      chunk([{ text: 'One.' }], { ...stop, groundingMetadata: {} }),
    );
    expect(groundingMetadata).toEqual(first.groundingMetadata);
  });

  it('are those of both if both have searched, and each citation names its own', async () => {
    const cited = (groundingChunkIndices: number[]) => [
      { segment: { startIndex: 0, endIndex: 4 }, groundingChunkIndices },
    ];
    const { groundingMetadata, urlContextMetadata } = await candidateOf(
      chunk([{ text: 'See.' }, call], {
        ...stop,
        groundingMetadata: { ...first.groundingMetadata, groundingSupports: cited([0]) },
        urlContextMetadata: { urlMetadata: [{ retrievedUrl: 'a' }] },
      }),
      chunk([{ text: 'One.' }], {
        ...stop,
        groundingMetadata: { groundingChunks: [web('b'), web('c')], groundingSupports: cited([1]) },
        urlContextMetadata: { urlMetadata: [{ retrievedUrl: 'b' }] },
      }),
    );
    expect(groundingMetadata).toMatchObject({
      groundingChunks: [web('a'), web('b'), web('c')],
      groundingSupports: [{ groundingChunkIndices: [0] }, { groundingChunkIndices: [2] }],
      webSearchQueries: ['heights'],
    });
    expect(urlContextMetadata?.urlMetadata).toEqual([{ retrievedUrl: 'a' }, { retrievedUrl: 'b' }]);
  });

  it('are cited where they were in the text that the caller sees, counted in bytes', async () => {
    const said = 'Mont Blanc is 4808 m high.';
    const response = joinChunks(
      await answerWith(
        [
          [chunk([{ text: 'I think.', thought: true }, { text: 'Läßt sich rechnen. ' }, call], stop)],
          [
            chunk([{ text: said }], {
              ...stop,
              groundingMetadata: {
                groundingChunks: [web('a')],
                groundingSupports: [{ segment: segmentOf('4808 m', said), groundingChunkIndices: [0] }],
              },
              citationMetadata: { citations: [{ ...segmentOf('Mont Blanc', said), uri: 'b' }] },
            }),
          ],
        ],
        run,
      ),
    );
    const text = new TextEncoder().encode(`Läßt sich rechnen. ${said}`);
    const slice = ({ startIndex = 0, endIndex = 0 } = {}) => new TextDecoder().decode(text.slice(startIndex, endIndex));
    const { groundingMetadata, citationMetadata } = response.candidates?.[0] ?? {};
    expect(slice(groundingMetadata?.groundingSupports?.[0]?.segment)).toBe('4808 m');
    expect(slice(citationMetadata?.citations?.[0])).toBe('Mont Blanc');
  });

  it('are cited in the part that they name', async () => {
    const segment = { partIndex: 1, startIndex: 0, endIndex: 4 };
    const { content, groundingMetadata } = await candidateOf(
      chunk([{ text: 'See.' }, call], stop),
      chunk([{ text: 'Hm.', thought: true }, { text: 'One.' }], {
        ...stop,
        groundingMetadata: { groundingSupports: [{ segment }] },
      }),
    );
    const moved = groundingMetadata?.groundingSupports?.[0]?.segment ?? {};
    expect(moved).toEqual({ ...segment, partIndex: 4 });
    expect(content?.parts?.[moved.partIndex ?? 0]).toEqual({ text: 'One.' });
  });
});

it('the sources of an answer in one request are as they came', async () => {
  const sources = {
    groundingMetadata: { groundingChunks: [web('a')], groundingSupports: [{ segment: { endIndex: 4 } }] },
    citationMetadata: { citations: [{ uri: 'a' }] },
  };
  const { groundingMetadata, citationMetadata: cited } = await candidateOf(
    chunk([{ text: 'One.' }], { ...stop, ...sources }),
  );
  expect({ groundingMetadata, citationMetadata: cited }).toEqual(sources);
  const { citationMetadata } = await candidateOf(
    chunk([{ text: 'See.' }, call], stop),
    chunk([{ text: 'One.' }], { ...stop, ...sources }),
  );
  expect(citationMetadata).toEqual(sources.citationMetadata);
});

describe('a stream', () => {
  const sourcesIn = (chunks: GenerateContentResponse[]) =>
    chunks.flatMap(({ candidates }) => candidates?.[0]?.groundingMetadata?.groundingChunks ?? []);
  const sources = { groundingMetadata: { groundingChunks: [web('a')] } };

  it('has the sources that came with a chunk that says nothing, or whose text waits for what follows', async () => {
    const empty = await answerWith([
      [chunk([{ text: 'One' }]), chunk([{ text: '' }], sources), chunk([{ text: '.' }], stop)],
    ]);
    expect(sourcesIn(empty)).toEqual([web('a')]);
    const held = await answerWith([
      [chunk([{ text: '```' }], sources), chunk([{ text: 'js\n' }]), chunk([{ text: '.' }], stop)],
    ]);
    expect(sourcesIn(held)).toEqual([web('a')]);
  });

  it('has them if the request ends with a call that the caller does not see', async () => {
    const codeless: Part = { functionCall: { name: 'run_python', args: {} } };
    const chunks = await answerWith([[chunk([codeless], { ...stop, ...sources })], [chunk([{ text: 'One.' }], stop)]]);
    expect(sourcesIn(chunks)).toEqual([web('a')]);
  });

  it('counts the tokens of a request whose last chunk does not tell them', async () => {
    const counted = (chunk: object, totalTokenCount: number) =>
      ({ ...chunk, usageMetadata: { totalTokenCount } }) as never;
    const blocked = { promptFeedback: { blockReason: 'SAFETY' } } as never;
    const chunks = await answerWith([[counted(chunk([{ text: 'So.' }]), 5), chunk([call], stop)], [blocked]], run);
    expect(chunks.at(-1)?.usageMetadata?.totalTokenCount).toBe(5);
  });
});

it('has the first of several candidates alone, in whatever order they come', async () => {
  const second = { candidates: [{ index: 1, content: { role: 'model', parts: [{ text: 'B' }, call] } }] } as never;
  const both = {
    candidates: [
      { index: 1, content: { role: 'model', parts: [{ text: 'b' }] }, ...stop },
      { index: 0, content: { role: 'model', parts: [{ text: 'a' }] }, ...stop },
    ],
  } as never;
  const chunks = await answerWith([[chunk([{ text: 'A' }]), second, both]]);
  expect(joinChunks(chunks).candidates).toMatchObject([
    { index: 0, content: { parts: [{ text: 'A' }, { text: 'a' }] } },
  ]);
});

it('refuses to be asked for several candidates', async () => {
  const request = { model: 'gemini-2.5-flash', contents: 'Hello', config: { candidateCount: 2 } };
  const refusal = expect(
    prepareRequest(request, { sandbox: () => Promise.reject(new Error('Nothing is run.')) }),
  ).rejects;
  await refusal.toThrow('`candidateCount` takes 1 if code runs in the sandbox, not 2');
});
