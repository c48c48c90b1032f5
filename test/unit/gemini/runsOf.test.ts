import { type Content, GenerateContentResponse, Language, Outcome, type Part } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { runsOf } from '../../../src/gemini/runsOf.ts';

const code = (text: string, id?: string): Part => ({
  executableCode: { ...(id && { id }), language: Language.PYTHON, code: text },
});
const result = (output: string, id?: string, outcome = Outcome.OUTCOME_OK): Part => ({
  codeExecutionResult: { ...(id && { id }), outcome, output },
});
const picture = (data: string): Part => ({ inlineData: { mimeType: 'image/png', data } });
const file: Part = { inlineData: { displayName: 'out/table.csv', mimeType: 'text/csv', data: 'YQ==' } };
const response = (...parts: Part[]): GenerateContentResponse =>
  Object.assign(new GenerateContentResponse(), { candidates: [{ content: { role: 'model', parts } }] });
const inShort = (runs: ReturnType<typeof runsOf>) => runs.map(({ code, output }) => [code, output]);

describe('the programs of an answer', () => {
  it('have their results, pictures and files', () => {
    const answer = response({ text: 'Look.' }, code('1'), result('one\n'), picture('AA=='), file, { text: 'Done.' });
    expect(runsOf(answer)).toEqual([
      {
        language: 'PYTHON',
        code: '1',
        outcome: 'OUTCOME_OK',
        output: 'one\n',
        pictures: [{ mimeType: 'image/png', data: 'AA==' }],
        files: [{ name: 'out/table.csv', mimeType: 'text/csv', data: 'YQ==' }],
      },
    ]);
  });

  it('are paired by their ids, or else by their order, if the model wrote several at once', () => {
    expect(inShort(runsOf(response(code('1', 'a'), code('2', 'b'), result('two', 'b'), result('one', 'a'))))).toEqual([
      ['1', 'one'],
      ['2', 'two'],
    ]);
    const runs = runsOf(response(code('1'), code('2'), result('one'), picture('AA=='), result('two'), picture('BB==')));
    expect(inShort(runs)).toEqual([
      ['1', 'one'],
      ['2', 'two'],
    ]);
    expect(runs.map(({ pictures }) => pictures.map(({ data }) => data))).toEqual([['AA=='], ['BB==']]);
  });

  it('have all their results if the server gives several, and no picture that the model drew', () => {
    const drawn = { ...picture('AA=='), thoughtSignature: 'c2ln' };
    const [run] = runsOf(response(code('1'), result('one'), result('more'), drawn, picture('BB==')));
    expect(run).toMatchObject({ output: 'onemore', pictures: [] });
  });

  it('have no outcome if they were not run, and take no result of a later turn', () => {
    const history: Content[] = [
      { role: 'user', parts: [{ text: 'Go.' }] },
      { role: 'model', parts: [code('1')] },
      { role: 'user', parts: [{ text: 'Again.' }, picture('AA==')] },
      { role: 'model', parts: [code('2')] },
      { role: 'model', parts: [result('two', undefined, Outcome.OUTCOME_DEADLINE_EXCEEDED)] },
    ];
    const [first, second] = runsOf(history);
    expect(first).toEqual({ language: 'PYTHON', code: '1', output: '', pictures: [], files: [] });
    expect(second).toMatchObject({ code: '2', output: 'two', outcome: 'OUTCOME_DEADLINE_EXCEEDED', pictures: [] });
  });

  it('are the same in the chunks of a stream, and in one content', () => {
    const parts = [code('1'), result('one'), picture('AA=='), { text: '' }, picture('BB==')];
    const whole = runsOf(response(...parts));
    expect(whole[0]?.pictures).toHaveLength(2);
    expect(runsOf(parts.map((part) => response(part)))).toEqual(whole);
    expect(runsOf({ role: 'model', parts })).toEqual(whole);
  });

  it('are none in an answer without code', () => {
    expect(runsOf(response({ text: 'Hello.' }))).toEqual([]);
    expect(runsOf(new GenerateContentResponse())).toEqual([]);
    expect(runsOf([])).toEqual([]);
    expect(runsOf({ steps: [] })).toEqual([]);
  });

  it('are those of an interaction, or of its steps', () => {
    const steps = [
      { type: 'thought', signature: 'c2ln' },
      { type: 'code_execution_call', id: 'a', signature: '', arguments: { language: 'javascript', code: '1' } },
      { type: 'code_execution_result', call_id: 'a', signature: '', result: 'one\n', is_error: true },
      {
        type: 'model_output',
        content: [
          { type: 'image', mime_type: 'image/png', data: 'AA==' },
          { type: 'document', mime_type: 'text/csv', data: 'YQ==', display_name: 'table.csv' },
          { type: 'text', text: 'Done.' },
          { type: 'image', mime_type: 'image/png', data: 'BB==' },
        ],
      },
      // The agents of the API say no language.
      { type: 'code_execution_call', id: 'b', arguments: { code: '2' } },
    ];
    const runs = [
      {
        id: 'a',
        language: 'JAVASCRIPT',
        code: '1',
        outcome: 'OUTCOME_FAILED',
        output: 'one\n',
        pictures: [{ mimeType: 'image/png', data: 'AA==' }],
        files: [{ name: 'table.csv', mimeType: 'text/csv', data: 'YQ==' }],
      },
      { id: 'b', language: 'PYTHON', code: '2', output: '', pictures: [], files: [] },
    ];
    expect(runsOf({ steps })).toEqual(runs);
    expect(runsOf(steps)).toEqual(runs);
  });
});
