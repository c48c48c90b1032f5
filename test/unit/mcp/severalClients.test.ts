import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError, SandboxClosedError } from '../../../src/errors.ts';
import { mcpServer } from '../../../src/mcp/mcpServer.ts';
import { connect, SESSION, STATELESS, serve, textOf } from './connect.ts';
import { gate, sandboxWithFiles } from './scriptedFiles.ts';

describe('several clients of one server', () => {
  it('wait for each other', async () => {
    let running = 0;
    let most = 0;
    const scripted = sandboxWithFiles(async ({ code }) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return `${code}\n`;
    });
    const server = mcpServer({ sandbox: scripted.sandbox });
    const [one, other] = [await connect(server), await connect(server, STATELESS)];
    const run = ({ client }: typeof one, code: string) => client.callTool({ name: 'run_python', arguments: { code } });
    const results = await Promise.all([run(one, '1'), run(other, '2'), run(one, '3')]);
    expect(results.map(textOf)).toEqual(['1\n', '2\n', '3\n']);
    expect(most).toBe(1);
  });

  it('are told apart by the app that decides on their programs', async () => {
    const asked: unknown[] = [];
    const scripted = sandboxWithFiles();
    const server = mcpServer({
      sandbox: scripted.sandbox,
      beforeRun: ({ client, code }) => {
        asked.push([client?.name, code]);
        return client?.name === 'friend' ? 'run' : { refuse: 'Not from you.' };
      },
    });
    const friend = await connect(server, SESSION, 'friend');
    const stranger = await connect(server, STATELESS, 'stranger');
    const call = { name: 'run_python', arguments: { code: 'x' } };
    expect(await friend.client.callTool(call)).toMatchObject({ isError: false });
    const refused = await stranger.client.callTool(call);
    expect([refused.isError, textOf(refused)]).toEqual([true, expect.stringContaining('Not from you.')]);
    expect(asked).toEqual([
      ['friend', 'x'],
      ['stranger', 'x'],
    ]);
    expect(scripted.ran).toEqual(['x']);
  });

  it('lose their programs when they go, and leave the others alone', async () => {
    const stopped: string[] = [];
    const begun = gate();
    const scripted = sandboxWithFiles(({ code, options: { signal } }) => {
      if (code === 'quick') return 'done\n';
      begun.open();
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          stopped.push(code);
          reject(signal.reason);
        });
      });
    });
    const server = mcpServer({ sandbox: scripted.sandbox });
    const [going, staying] = [await connect(server), await connect(server)];
    const lost = going.client.callTool({ name: 'run_python', arguments: { code: 'endless' } });
    lost.catch(() => {});
    await begun.opened;
    await going.disconnect();
    await expect(lost).rejects.toThrow();
    const kept = await staying.client.callTool({ name: 'run_python', arguments: { code: 'quick' } });
    expect([stopped, textOf(kept)]).toEqual([['endless'], 'done\n']);
  });
});

describe('the server', () => {
  it('creates no sandbox until a client uses one', async () => {
    const scripted = sandboxWithFiles();
    let created = 0;
    const { client } = await serve(undefined, {
      sandbox: () => {
        created += 1;
        return scripted.sandbox;
      },
    });
    expect([(await client.listResources()).resources, created]).toEqual([[], 0]);
    await client.callTool({ name: 'run_python', arguments: { code: '' } });
    await client.callTool({ name: 'run_javascript', arguments: { code: '' } });
    await client.callTool({ name: 'write_file', arguments: { path: 'a', content: '' } });
    expect([(await client.listResources()).resources, created]).toMatchObject([[{ name: 'a' }], 1]);
  });

  it('gives the errors of the sandbox to the model', async () => {
    const { client } = await serve(() => Promise.reject(new SandboxClosedError()));
    const result = await client.callTool({ name: 'run_python', arguments: { code: '' } });
    expect([result.isError, textOf(result)]).toEqual([true, expect.stringContaining('This sandbox is closed.')]);
  });

  it('gives long lists of files in pages', async () => {
    const { client, files } = await serve();
    for (let number = 0; number < 2500; number += 1) files.set(`${number}.txt`, new Uint8Array());
    const first = await client.request({ method: 'resources/list', params: {} });
    expect([first.resources.length, first.nextCursor]).toEqual([1000, '1000']);
    expect((await client.listResources()).resources).toHaveLength(2500);
  });

  it('leaves out files whose names have no UTF-8, and shows what is hidden in the names of others', async () => {
    const { client, files } = await serve();
    files.set('\ud800.txt', new Uint8Array());
    files.set('a\u202etxt.exe', new Uint8Array());
    const { resources } = await client.listResources();
    expect(resources.map(({ name }) => name)).toEqual(['a‹U+202E›txt.exe']);
  });

  it('offers only the languages that the app names', async () => {
    const { client } = await serve(undefined, { languages: ['python'] });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['run_python', 'write_file', 'reset']);
  });

  it('introduces itself with the version of the package', async () => {
    const { client } = await serve(undefined, { instructions: 'Think first.' });
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(client.getServerVersion()).toMatchObject({ name: 'glovebox', version });
    expect(client.getInstructions()).toBe('Think first.');
  });

  it('refuses options that it cannot use', () => {
    const { sandbox } = sandboxWithFiles();
    expect(() => mcpServer({ sandbox, languages: [] })).toThrow(InvalidOptionError);
    expect(() => mcpServer({ sandbox, languages: ['ruby' as never] })).toThrow(InvalidOptionError);
    expect(() => mcpServer({ sandbox, timeout: 0 })).toThrow(InvalidOptionError);
  });
});
