import { describe, expect, it } from 'vitest';
import { UntrustedMessageError } from '../../../../src/errors.ts';
import {
  readFileList,
  readImportNames,
  readRunReply,
  readSnapshotChunks,
  readSnapshotInfo,
  readWorkerEvent,
} from '../../../../src/sandbox/frame/messageSchemas.ts';

const MiB = 1024 ** 2;
const REPLY = { status: 'ok', durationMs: 1, droppedOutput: 0, files: [] };
const BUILD = { pyodide: '314.0.7', id: 'abc', harness: 'def', suspends: true };

/** Takes no room in a message: one of nothing but holes. */
function endless(): unknown[] {
  const holes: unknown[] = [];
  holes.length = 2 ** 32 - 1;
  return holes;
}

describe.each([
  ['with four billion holes', endless()],
  ['with two million items that are none', Array(2_000_000).fill({})],
])('a list %s is refused for its length', (_, list) => {
  it.each([
    ['of output', () => readWorkerEvent({ type: 'output-delta', run: 1, chunks: list })],
    ['of last events of a run', () => readRunReply({ ...REPLY, last: list })],
    ['of files of a run', () => readRunReply({ ...REPLY, files: list })],
    ['of variables of a run', () => readRunReply({ ...REPLY, variables: list })],
    ['of files', () => readFileList(list)],
    ['of imports', () => readImportNames(list)],
    ['of the chunks of a snapshot', () => readSnapshotChunks(list)],
    ['of what a snapshot lacks', () => readSnapshotInfo({ size: 1, lost: list, build: BUILD })],
  ])('%s', (_of, read) => {
    expect(read).toThrow(UntrustedMessageError);
    expect(read).toThrow(/Expected a list of at most \d+/);
  });
});

it('the chunks of a snapshot are refused without a hash, or with a size that is none', () => {
  const read = (chunk: unknown) => () => readSnapshotChunks([chunk]);
  expect(read(['0123456789abcdef', 5])()).toEqual([['0123456789abcdef', 5]]);
  for (const chunk of [['../another', 5], ['0123456789abcdef', -1], ['0123456789abcdef'], null]) {
    expect(read(chunk)).toThrow(UntrustedMessageError);
  }
});

it('of a malformed message, what is said is short, however long the message', () => {
  const read = () => readWorkerEvent({ type: 'x'.repeat(MiB) });
  expect(read).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{50,500}$/s) }));
});

describe('what honest code made very long is shortened, not refused:', () => {
  const long = `head ${'x'.repeat(5 * MiB)} tail`;
  const shortened = (limit: number) => expect.stringMatching(new RegExp(`^.{1,${limit + 100}}$`, 's'));

  it('the class, the message and the traceback of an exception', () => {
    const { error } = readRunReply({ ...REPLY, error: { type: long, message: long, traceback: long, hint: long } });
    expect(error).toEqual({
      type: shortened(1024),
      message: shortened(64 * 1024),
      traceback: shortened(64 * 1024),
      hint: shortened(64 * 1024),
    });
    expect(error?.message).toMatch(/^head x+\n\[\.\.\. 5,\d{3},\d{3} characters of output left out \.\.\.\]\nx+ tail$/);
  });

  it('a message that Python has shortened itself stays as it is', () => {
    const half = 'x'.repeat(32 * 1024);
    const message = `${half}\n[... 5,000,000 characters left out ...]\n${half}`;
    const error = { type: 'ValueError', message, traceback: '' };
    expect(readRunReply({ ...REPLY, error }).error?.message).toBe(message);
  });

  it('the question of input(), and why an interpreter broke down', () => {
    const question = readWorkerEvent({ type: 'host-request', id: 1, request: { kind: 'input', prompt: long } });
    expect(question).toMatchObject({ request: { prompt: shortened(64 * 1024) } });
    expect(readWorkerEvent({ type: 'broken', message: long })).toMatchObject({ message: shortened(64 * 1024) });
  });
});

it('arguments of a tool and paths come in full: who answers says what is too long', () => {
  const long = 'x'.repeat(5 * MiB);
  const request = { kind: 'tool', name: 'f', arguments: long };
  expect(readWorkerEvent({ type: 'host-request', id: 1, request })).toMatchObject({ request });
  const read = { kind: 'read-file', path: long };
  expect(readWorkerEvent({ type: 'host-request', id: 1, request: read })).toMatchObject({ request: read });
});

it('a file of a type that is none is one of bytes', () => {
  const file = { path: 'a.foo', size: 1, mimeType: 'text/x-foo; charset=utf-8' };
  expect(readFileList([file])).toEqual([{ ...file, mimeType: 'application/octet-stream' }]);
});

it('a display is shown without the forms whose names are no MIME types', () => {
  const data = { 'text/plain': 'hello', 'text/html; charset=utf-8': '<b>x', note: 'x' };
  const event = readWorkerEvent({ type: 'display', run: 1, display: { source: 'display', data } });
  expect(event).toMatchObject({ display: { source: 'display', data: { 'text/plain': 'hello' } } });
});
