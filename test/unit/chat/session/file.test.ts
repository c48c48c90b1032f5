import { describe, expect, it } from 'vitest';
import type { CreateSandbox } from '../../../../src/chat/python/lazySandbox.ts';
import { conversationFile } from '../../../../src/chat/storage/conversationFile.ts';
import { SnapshotError } from '../../../../src/errors.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { writeCheckpointFile } from '../../../../src/sandbox/storage/checkpointFile.ts';
import { keepInMemory, manualSession, settled } from './manualSession.ts';

describe('a conversation out of a file', () => {
  const HEADER = {
    build: { pyodide: '1', id: '', harness: '', suspends: true },
    python: '3',
    size: 1,
    lost: [],
    runs: 1,
    packages: [],
  };

  async function fileOf(question: string): Promise<Blob> {
    const { session } = manualSession();
    session.ask(question);
    session.stop();
    const conversation = { turns: session.conversation?.turns ?? [], history: [] };
    return conversationFile({ conversation, python: await writeCheckpointFile(HEADER, new ArrayBuffer(1)) });
  }

  function withSandboxes() {
    const closed: string[] = [];
    const createSandbox: CreateSandbox = async ({ from }) => {
      const pythonVersion = from ? 'of the file' : 'of the page';
      return {
        pythonVersion,
        resumed: true,
        close: async () => closed.push(pythonVersion),
        save: async () => {},
      } as never;
    };
    return { ...manualSession(undefined, createSandbox), closed };
  }

  it('changes nothing until it takes over, and is closed with its Python if it does not', async () => {
    const { session, closed } = withSandboxes();
    session.ask('Here?');
    session.stop();
    await settled();
    const opened = await session.openFile(await fileOf('There?'));
    expect(session.conversation?.turns[0]?.question).toBe('Here?');
    opened.close();
    expect(closed).toEqual(['of the file']);
    expect(session.engine).toMatchObject({ python: 'of the page' });
  });

  it('takes the place of the other one, with its Python', async () => {
    const { session } = withSandboxes();
    (await session.openFile(await fileOf('There?'))).takeOver();
    expect(session.conversation?.turns[0]?.question).toBe('There?');
    expect(session.engine).toMatchObject({ state: 'ready', python: 'of the file' });
  });

  it('can be opened without its Python, if that is of another build, and says what was expected and found', async () => {
    const { session } = manualSession(keepInMemory().store, async ({ from }) => {
      if (from) throw new SnapshotError('expected pyodide 1, got 2');
      return new Promise<Sandbox>(() => {});
    });
    const opened = await session.openFile(await fileOf('There?'));
    const problem = { type: 'python-not-restored', reason: 'expected pyodide 1, got 2' };
    expect(opened.problem).toEqual(problem);
    opened.takeOver();
    expect(session.conversation?.turns[0]?.question).toBe('There?');
    await settled();
    expect(session.autosave?.problem).toEqual(problem);
  });
});
