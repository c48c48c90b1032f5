import { FinishReason } from '@google/genai';
import fc from 'fast-check';

/** What the model does in a conversation, before ids and signatures are given out. */

export interface Words {
  type: 'text' | 'thought';
  /** Empty text is signed: what is neither says nothing. */
  text: string;
  signed: boolean;
}

export interface ProgramCall {
  type: 'program';
  name: 'run_python' | 'run_javascript';
  code: string;
  signed: boolean;
  outcome: 'OUTCOME_OK' | 'OUTCOME_FAILED' | 'OUTCOME_DEADLINE_EXCEEDED';
  output: string;
  pictures: number;
}

/** `look_up` is a function that is called here, `get_sales` one that the caller answers. */
export interface FunctionUse {
  type: 'function';
  name: 'look_up' | 'get_sales';
  args: Record<string, unknown>;
  signed: boolean;
  result: unknown;
  /** Whether there is a picture beside its response. */
  hasPicture: boolean;
}

/** What comes and goes as it is: a search that Google has run, or a picture that the model drew. */
export interface Other {
  type: 'search' | 'drawing';
  signed: boolean;
}

/** What a model ought not to say: a call without a program, and programs that it did not call for. */
export interface Mistake {
  type: 'empty call' | 'unsolicited code' | 'fenced code';
}

export type Saying = Words | ProgramCall | FunctionUse | Other | Mistake;

export interface Turn {
  sayings: Saying[];
  /** Characters of the pieces that unsigned text is streamed in, one after the other, over and over. */
  pieces: number[];
  partsPerChunk: number;
  /** How the stream says that it has ended. */
  ending: 'with the last part' | 'with empty text' | 'without parts' | 'twice';
  promptTokens: number;
  candidateTokens: number;
  /** `undefined` where the stream just ends. */
  finishReason: FinishReason | undefined;
}

/** The turns of the model up to the one that ends the answer, by calling nothing, or by calling a function of the caller's. */
export interface AnswerPlan {
  turns: Turn[];
  streamed: boolean;
}

export interface Conversation {
  model: 'gemini-2.5-flash' | 'gemini-3-flash-preview';
  /** Gemini 3 had none at first. */
  hasIds: boolean;
  answers: AnswerPlan[];
}

/** With backticks and line breaks, which could begin a program between fences, and never do. */
const text = fc
  .array(fc.constantFrom('Hello', ' ', '\n', '\r\n', '`', '```', '```python', 'tool_code', '😀', 'é'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pieces) => pieces.join(''))
  .filter((joined) => !/```[ \t]*tool_code/.test(joined));

const words: fc.Arbitrary<Words> = fc.oneof(
  fc.record({ type: fc.constantFrom('text', 'thought'), text, signed: fc.boolean() }),
  fc.record({ type: fc.constantFrom('text', 'thought'), text: fc.constant(''), signed: fc.constant(true) }),
);

const program: fc.Arbitrary<ProgramCall> = fc.record({
  type: fc.constant('program'),
  name: fc.constantFrom('run_python', 'run_javascript'),
  code: fc.string({ unit: 'grapheme' }),
  signed: fc.boolean(),
  outcome: fc.constantFrom('OUTCOME_OK', 'OUTCOME_FAILED', 'OUTCOME_DEADLINE_EXCEEDED'),
  output: fc.string({ unit: 'grapheme' }),
  pictures: fc.nat(2),
});

/** As it comes out of a parser. */
const json = fc.json({ maxDepth: 1 }).map((written): unknown => JSON.parse(written));

const functionUse = (name: FunctionUse['name']): fc.Arbitrary<FunctionUse> =>
  fc.record({
    type: fc.constant('function'),
    name: fc.constant(name),
    args: fc.dictionary(fc.constantFrom('region', 'year'), json, { maxKeys: 2, noNullPrototype: true }),
    signed: fc.boolean(),
    result: json,
    hasPicture: fc.boolean(),
  });

const other: fc.Arbitrary<Other> = fc.record({ type: fc.constantFrom('search', 'drawing'), signed: fc.constant(true) });

/** @param needed one of these at least; @param allowed what else there may be */
function turnOf(needed: fc.Arbitrary<Saying>, allowed: fc.Arbitrary<Saying>): fc.Arbitrary<Turn> {
  const few = fc.array(allowed, { maxLength: 3 });
  return fc.record({
    sayings: fc.tuple(few, needed, few).map(([before, one, after]) => [...before, one, ...after]),
    pieces: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
    partsPerChunk: fc.integer({ min: 1, max: 3 }),
    ending: fc.constantFrom('with the last part', 'with empty text', 'without parts', 'twice'),
    promptTokens: fc.nat(1000),
    candidateTokens: fc.nat(1000),
    finishReason: fc.constant(FinishReason.STOP),
  });
}

const ours = fc.oneof(program, functionUse('look_up'));
const callers = functionUse('get_sales');
const working = turnOf(ours, fc.oneof(words, words, ours, other));
const handingOver = turnOf(callers, fc.oneof(words, ours, callers, other));
const telling = turnOf(words, fc.oneof(words, words, other));

const answer: fc.Arbitrary<AnswerPlan> = fc
  .tuple(fc.array(working, { maxLength: 3 }), fc.oneof({ weight: 2, arbitrary: telling }, handingOver), fc.boolean())
  .map(([turns, last, streamed]) => ({ turns: [...turns, last], streamed }));

export const conversations: fc.Arbitrary<Conversation> = fc.record({
  model: fc.constantFrom('gemini-3-flash-preview', 'gemini-2.5-flash'),
  hasIds: fc.boolean(),
  answers: fc
    .tuple(fc.array(answer, { minLength: 1, maxLength: 3 }), telling, fc.boolean())
    .map(([answers, last, streamed]) => [...answers, { turns: [last], streamed }]),
});

const mistake: fc.Arbitrary<Mistake> = fc.record({
  type: fc.constantFrom('empty call', 'unsolicited code', 'fenced code'),
});

const turnEnd = fc.constantFrom(
  FinishReason.STOP,
  FinishReason.MAX_TOKENS,
  FinishReason.MALFORMED_FUNCTION_CALL,
  FinishReason.UNEXPECTED_TOOL_CALL,
  FinishReason.SAFETY,
  undefined,
);

function badConversation(saying: fc.Arbitrary<Saying>): fc.Arbitrary<Conversation> {
  const turn = fc.tuple(turnOf(saying, saying), turnEnd).map(([said, finishReason]) => ({ ...said, finishReason }));
  const badAnswer = fc.record({ turns: fc.array(turn, { maxLength: 3 }), streamed: fc.boolean() });
  return fc.record({
    model: fc.constantFrom('gemini-3-flash-preview', 'gemini-2.5-flash'),
    hasIds: fc.boolean(),
    answers: fc.array(badAnswer, { minLength: 1, maxLength: 4 }),
  });
}

/**
 * Of a model that makes mistakes, and is cut off. Programs that it did not call for carry no signature, which is a matter only where
 * the same answer ends with a call of the caller's function: so these are two kinds of conversation.
 */
export const badConversations: fc.Arbitrary<Conversation> = fc.oneof(
  badConversation(fc.oneof(words, ours, callers, other)),
  badConversation(fc.oneof(words, ours, other, mistake)),
);
