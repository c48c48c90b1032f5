/** The SDK's view of an answer is the same, whether Google's servers run its code or this client does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertProperty } from '../../assertProperty.ts';
import { collect, type Print, playLocally, runPython } from '../client/play.ts';
import { ASK } from './ask.ts';

interface Hop {
  texts: string[];
  code: string;
  output: string;
  isError: boolean;
}

const text = fc.string({ minLength: 1, maxLength: 12 }).filter((said) => said.trim() !== '' && !said.includes('`'));
const hop: fc.Arbitrary<Hop> = fc.record({
  texts: fc.array(text, { maxLength: 2 }),
  code: text,
  output: text,
  isError: fc.boolean(),
});
const answers = fc.record({
  hops: fc.array(hop, { maxLength: 3 }),
  last: fc.array(text, { minLength: 1, maxLength: 3 }),
});
const partsOf = (texts: string[]) => texts.map((each) => ({ text: each }));
const outputOf = ({ output, isError }: Hop) => (isError ? `Error: ${output}` : output.replaceAll('Error', ''));

function playBoth({ hops, last }: { hops: Hop[]; last: string[] }) {
  const outputs = hops.map(outputOf).values();
  const print: Print = () => outputs.next().value ?? '';
  const turns = [
    ...hops.map(({ texts, code }) => ({ parts: [...partsOf(texts), runPython(code)] })),
    { parts: partsOf(last) },
  ];
  const onServer = hops.flatMap((each) => [
    ...partsOf(each.texts),
    { executableCode: { language: 'PYTHON', code: each.code } } as const,
    {
      codeExecutionResult: {
        outcome: each.isError ? 'OUTCOME_FAILED' : 'OUTCOME_OK',
        output: outputOf(each),
      },
    } as const,
  ]);
  const { ai } = playLocally({ turns }, { print });
  const { original } = playLocally({ turns: [{ parts: [...onServer, ...partsOf(last)] }] });
  return { ai, original };
}

/** Without what has to differ: ids, signatures, and the thoughts that carry these. */
function comparable(steps: readonly object[]) {
  return steps
    .map((step) => step as Record<string, unknown>)
    .filter(({ type }) => type !== 'thought')
    .map(({ id: _, call_id: __, signature: ___, ...step }) => step);
}

describe('the answer of a local and of a server run with the same content', () => {
  it('has the same steps, status and output', async () => {
    await assertProperty(
      fc.asyncProperty(answers, async (answer) => {
        const { ai, original } = playBoth(answer);
        const [ours, theirs] = await Promise.all([ai.interactions.create(ASK), original.interactions.create(ASK)]);
        expect(comparable(ours.steps)).toEqual(comparable(theirs.steps));
        expect([ours.output_text, ours.status]).toEqual([theirs.output_text, theirs.status]);
      }),
      40,
    );
  });

  it('is streamed as the same events', async () => {
    const asked = { ...ASK, stream: true as const };
    await assertProperty(
      fc.asyncProperty(answers, async (answer) => {
        const { ai, original } = playBoth(answer);
        const ours = await collect(await ai.interactions.create(asked));
        const theirs = await collect(await original.interactions.create(asked));
        const brought = (events: typeof ours) =>
          comparable(events.flatMap((event) => (event.event_type === 'step.delta' ? [event.delta] : []))).filter(
            ({ type }) => type !== 'thought_signature',
          );
        expect(brought(ours)).toEqual(brought(theirs));
      }),
      40,
    );
  });
});
