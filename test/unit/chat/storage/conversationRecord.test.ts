import { FinishReason } from '@google/genai';
import { describe, expect, it } from 'vitest';
import type { AnswerProgress } from '../../../../src/answer/events.ts';
import { explainError } from '../../../../src/chat/errors/explainError.ts';
import { readRecord, writeRecord } from '../../../../src/chat/storage/conversationRecord.ts';
import { addEvent, endTurn, startTurn, type Turn } from '../../../../src/chat/transcript.ts';
import { HUGE_PICTURE, PICTURE } from '../conversationTurns.ts';

const EVENTS: AnswerProgress[] = [
  { type: 'turn-start', model: 'gemini-2.5-flash', mode: 'local' },
  { type: 'thought-delta', text: 'Hm.' },
  { type: 'text-delta', text: 'Let me see.' },
  { type: 'code', id: 1, language: 'PYTHON', code: 'print(1)' },
  { type: 'output-delta', id: 1, stream: 'stdout', text: '1\n' },
  { type: 'display', id: 1, source: 'result', data: { 'text/plain': 'df', 'text/html': '<table></table>' } },
  { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: '1\n', durationMs: 12 },
  { type: 'image', id: 1, mimeType: 'image/png', data: PICTURE },
  { type: 'usage', hop: 1, usage: { totalTokenCount: 7 }, total: { totalTokenCount: 7 } },
  { type: 'turn-end', finishReason: FinishReason.STOP },
];
const HISTORY = [
  { role: 'user', parts: [{ text: 'How many?' }, { inlineData: { mimeType: 'text/csv', data: 'AAAA' } }] },
  { role: 'model', parts: [{ executableCode: { code: 'print(1)' }, thoughtSignature: 'signed' }] },
];

const asked = (...files: File[]): Turn => EVENTS.reduce(addEvent, startTurn(1, 'How many?', files));
const roundTrip = async (...turns: Turn[]) => readRecord(await writeRecord({ turns, history: HISTORY }));

describe('a conversation that is kept', () => {
  it('comes back as it was: text, thoughts, code, output, pictures, and what goes back to the model', async () => {
    const turn = endTurn(asked(), { state: 'done' });
    expect(await roundTrip(turn)).toEqual({ turns: [turn], history: HISTORY });
  });

  it('comes back with the files that were sent', async () => {
    const sent = new File([new Uint8Array([0, 200, 255])], 'a.bin', { type: 'application/x-a' });
    const [file] = (await roundTrip(endTurn(asked(sent), { state: 'done' }))).turns[0]?.files ?? [];
    expect(file).toMatchObject({ name: 'a.bin', type: 'application/x-a' });
    expect([...new Uint8Array((await file?.arrayBuffer()) ?? [])]).toEqual([0, 200, 255]);
  });

  it('comes back with a file that is as large as the page takes', async () => {
    const bytes = new Uint8Array(14_000_001).fill(65);
    const sent = new File([bytes], 'large.csv', { type: 'text/csv' });
    const [file] = (await roundTrip(endTurn(asked(sent), { state: 'done' }))).turns[0]?.files ?? [];
    expect(file?.size).toBe(bytes.length);
  });

  it('comes back without pictures that a browser had better not decode', async () => {
    const events: AnswerProgress[] = [
      { type: 'code', id: 1, language: 'PYTHON', code: 'x' },
      { type: 'display', id: 1, source: 'display', data: { 'image/png': HUGE_PICTURE, 'text/html': '<b>x</b>' } },
      { type: 'image', id: 0, mimeType: 'image/png', data: HUGE_PICTURE },
      { type: 'image', id: 0, mimeType: 'constructor', data: 'no base64!' },
    ];
    const turn = endTurn(events.reduce(addEvent, startTurn(1, 'Draw.')), { state: 'done' });
    expect((await roundTrip(turn)).turns[0]?.entries).toMatchObject([
      { displays: [{ data: { 'text/plain': expect.stringContaining('50,000 × 50,000'), 'text/html': '<b>x</b>' } }] },
      { type: 'status', text: expect.stringContaining('50,000 × 50,000') },
      { type: 'image', mimeType: 'constructor' },
    ]);
  });

  it.each(['no base64!', 'AAA', 'AA=A'])('is refused if a file in it is %s', async (data) => {
    const json = await writeRecord({ turns: [endTurn(asked(new File(['x'], 'a')), { state: 'done' })], history: [] });
    expect(() => readRecord(json.replace('"eA=="', JSON.stringify(data)))).toThrow(/files\.0\.data: Expected base64/);
  });

  it('tells of an error in the same words as before', async () => {
    const error = Object.assign(new Error('overloaded'), { status: 503 });
    const [turn] = (await roundTrip(endTurn(asked(), { state: 'failed', error }))).turns;
    expect(turn?.status.state === 'failed' && explainError(turn.status.error)).toEqual(explainError(error));
  });

  it('counts an answer that was on its way as stopped, and its code as not finished', async () => {
    const [turn] = (await roundTrip([...EVENTS.slice(0, 5)].reduce(addEvent, startTurn(1, 'How many?')))).turns;
    expect(turn?.status).toEqual({ state: 'stopped' });
    expect(turn?.entries.at(-1)).toMatchObject({ run: { state: 'cut-off' } });
  });

  it.each([
    ['is cut off', '{"format": "glovebox-conv', /Expected Object but received "{"format/],
    [
      'is of another version',
      '{"format": "glovebox-conversation", "version": 2}',
      /version: .*Expected 1 .*received 2/,
    ],
    ['has another shape', '{"format": "glovebox-conversation", "version": 1, "turns": [{}]}', /turns\.0\.id/],
  ])('is refused where it %s, with what was expected and found', (_, json, message) => {
    expect(() => readRecord(json)).toThrow(message);
  });
});
