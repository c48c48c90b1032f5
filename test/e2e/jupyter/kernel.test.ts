// @module-tag long
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import {
  InvalidOptionError,
  JupyterKernel,
  type JupyterKernelOptions,
  type JupyterKernelStatus,
} from '../../../src/entries/jupyter.ts';
import { type JupyterServer, NO_JUPYTER, startJupyterServer } from '../../support/jupyterServer.ts';
import { startServer } from '../../support/localServer.ts';

/** The sockets that were opened, so that a test can break them. */
const sockets: WebSocket[] = [];

class NotedWebSocket extends WebSocket {
  constructor(...given: ConstructorParameters<typeof WebSocket>) {
    super(...given);
    sockets.push(this);
  }
}

/** Offers no protocol, as if the server knew none. */
class PlainWebSocket extends WebSocket {
  constructor(address: string) {
    super(address);
  }
}

describe.skipIf(NO_JUPYTER !== undefined)('a Jupyter kernel', () => {
  let server: JupyterServer;
  beforeAll(async () => {
    server = await startJupyterServer();
  });
  afterAll(() => server?.close());

  async function connect(options: Partial<JupyterKernelOptions> = {}): Promise<JupyterKernel> {
    const { url, token } = server;
    const kernel = await JupyterKernel.connect({ url, token, WebSocket: NotedWebSocket as never, ...options });
    onTestFinished(() => kernel.close());
    return kernel;
  }

  async function runningIds(): Promise<string[]> {
    const response = await fetch(`${server.url}api/kernels?token=${server.token}`);
    return ((await response.json()) as { id: string }[]).map(({ id }) => id);
  }

  const post = (path: string) => fetch(`${server.url}${path}?token=${server.token}`, { method: 'POST' });

  describe('that was started', () => {
    it('says which Python it is, and that it imports what is installed', async () => {
      const kernel = await connect({ kernelName: 'python3', folder: '' });
      expect(kernel.pythonVersion).toMatch(/^3\.\d+\.\d+/);
      expect(kernel.packages).toBe('installed');
    });

    it('is shut down when it is closed', async () => {
      const kernel = await connect();
      expect(await runningIds()).toContain(kernel.id);
      await kernel.close();
      expect(await runningIds()).not.toContain(kernel.id);
    });

    it('speaks JSON with a server that knows nothing else', async () => {
      const kernel = await connect({ WebSocket: PlainWebSocket as never });
      expect((await kernel.run('print("ä😀")\ninput()', { onInput: () => 'yes' })).output).toBe("ä😀\n'yes'\n");
    });

    it('leaves no names of ours among the variables', async () => {
      const kernel = await connect();
      await kernel.run('before = set(globals())', { inputs: { mine: 1 } });
      const { output } = await kernel.run('print(sorted(name for name in globals() if "glovebox" in name))');
      expect(output).toBe('[]\n');
    });
  });

  describe('that was attached to', () => {
    it('shares its variables, and goes on when it is closed', async () => {
      const owner = await connect();
      await owner.run('shared = 42');
      const guest = await connect({ kernelId: owner.id });
      expect((await guest.run('print(shared)')).output).toBe('42\n');
      await guest.close();
      expect((await owner.run('print(shared)')).output).toBe('42\n');
    });

    it('shows nothing of what other clients run', async () => {
      const owner = await connect();
      const guest = await connect({ kernelId: owner.id });
      const theirs = owner.run('import time\nfor n in range(5):\n    print("theirs")\n    time.sleep(0.1)');
      const mine = await guest.run('print("mine")');
      expect(mine.stdout).toBe('mine\n');
      expect((await theirs).stdout).toBe('theirs\n'.repeat(5));
    });

    it('can be attached to while it runs code', async () => {
      const owner = await connect();
      const running = owner.run('import time\ntime.sleep(2)\ndone = True');
      const guest = await connect({ kernelId: owner.id });
      expect((await guest.run('print(done)')).output).toBe('True\n');
      await running;
    });

    it('that is not there is named', async () => {
      await expect(connect({ kernelId: 'nothing' })).rejects.toThrow('There is no kernel nothing');
      await expect(connect({ kernelId: 'some', kernelName: 'python3' })).rejects.toBeInstanceOf(InvalidOptionError);
    });
  });

  describe('a display', () => {
    it('that is updated stands once in the results and in the output', async () => {
      const kernel = await connect();
      const heard: string[] = [];
      const { results, output } = await kernel.run(
        'from IPython.display import display\nhandle = display("one", display_id=True)\nprint("between")\nhandle.update("two")',
        { onDisplay: ({ data }) => heard.push(data['text/plain'] ?? '') },
      );
      expect(results).toEqual([{ source: 'display', data: { 'text/plain': "'two'" }, displayId: expect.any(String) }]);
      expect(output).toBe("'two'\nbetween\n");
      expect(heard).toEqual(["'one'", "'two'"]);
    });

    it('has forms that are no texts as JSON', async () => {
      const kernel = await connect();
      const { results } = await kernel.run(
        'from IPython.display import display\ndisplay({"application/vnd.chart+json": {"a": [1]}, "no type": "x"}, raw=True)',
      );
      expect(results).toEqual([{ source: 'display', data: { 'application/vnd.chart+json': '{"a":[1]}' } }]);
    });

    it('of matplotlib is a figure, without a text for the model', async ({ skip }) => {
      const kernel = await connect();
      skip(!(await kernel.run('import matplotlib.pyplot as plt')).ok, 'this Python has no matplotlib');
      const { results, images, output } = await kernel.run('plt.plot([1, 2]);');
      expect(results.map(({ source }) => source)).toEqual(['figure']);
      expect(images).toHaveLength(1);
      expect(output).toBe('');
    });
  });

  describe('that dies', () => {
    it('gives a failed result that names the lost runs, and goes on afresh', async () => {
      const statuses: JupyterKernelStatus[] = [];
      const kernel = await connect({ onStatus: (status) => statuses.push(status) });
      await kernel.run('gone = 1');
      const result = await kernel.run('print("last words", flush=True)\nimport os, time\ntime.sleep(0.5)\nos._exit(1)');
      expect(result).toMatchObject({
        status: 'error',
        stdout: 'last words\n',
        error: { type: 'WorkerDiedError' },
        recovery: { undone: true, lostRuns: [1], lostFiles: false },
      });
      expect(result.output).toContain('Python was restarted: variables of 1 earlier run are gone.');
      expect((await kernel.run('print("gone" in globals())')).output).toBe('False\n');
      expect(statuses).toContain('died');
    });

    it('between two runs is named by the next result', async () => {
      const kernel = await connect();
      await kernel.run('gone = 1');
      await post(`api/kernels/${kernel.id}/restart`);
      const { output, recovery } = await kernel.run('print("gone" in globals())');
      expect(output).toBe('Python was restarted before this run: variables of 1 earlier run are gone.\nFalse\n');
      expect(recovery).toEqual({ undone: false, lostRuns: [1], lostFiles: false });
    });

    it('because somebody shut it down says so', async () => {
      const kernel = await connect();
      await fetch(`${server.url}api/kernels/${kernel.id}?token=${server.token}`, { method: 'DELETE' });
      await expect(kernel.run('1')).rejects.toThrow(/kernel is gone|can't be|404/);
    });
  });

  describe('that hears of no interrupt', () => {
    const STUCK = 'import itertools\nany(itertools.repeat(False))';

    it('is restarted if it was started here, and the result says so', async () => {
      const kernel = await connect();
      await kernel.run('gone = 1');
      const result = await kernel.run(STUCK, { timeout: 500 });
      // Not what it printed: the kernel's thread that sends it may never get its turn.
      expect(result).toMatchObject({ status: 'timeout', recovery: { undone: true, lostRuns: [1] } });
      expect((await kernel.run('print("gone" in globals())')).output).toBe('False\n');
    });

    it('is left alone if it was attached to, and the error says so', async () => {
      const owner = await connect();
      const guest = await connect({ kernelId: owner.id });
      await expect(guest.run(STUCK, { timeout: 500 })).rejects.toThrow('does not react to interrupts');
    });
  });

  describe('whose connection breaks', () => {
    it('during a run is connected again, and nothing of the output is lost', async () => {
      const statuses: JupyterKernelStatus[] = [];
      const kernel = await connect({ onStatus: (status) => statuses.push(status) });
      const socket = sockets.at(-1);
      const result = await kernel.run(
        'import time\nfor n in range(8):\n    print(n, flush=True)\n    time.sleep(0.2)',
        {
          onOutput: ({ text }) => {
            if (text.includes('2')) socket?.terminate();
          },
        },
      );
      expect(result).toMatchObject({ status: 'ok', stdout: '0\n1\n2\n3\n4\n5\n6\n7\n' });
      expect(statuses).toEqual(['reconnecting', 'connected']);
    });

    it('between two runs keeps its variables', async () => {
      const kernel = await connect();
      await kernel.run('kept = 42');
      sockets.at(-1)?.terminate();
      expect((await kernel.run('print(kept)')).output).toBe('42\n');
    });
  });

  describe('refuses', () => {
    it('functions of the page, and other languages', async () => {
      const kernel = await connect();
      expect(() => kernel.expose()).toThrow(InvalidOptionError);
      await expect(kernel.run('1', { language: 'javascript' })).rejects.toBeInstanceOf(InvalidOptionError);
    });

    it.each([
      ['an address that is none', { url: 'nowhere' }, 'takes the address of a Jupyter server'],
      ['a number as a token', { token: 7 as never }, 'The option `token` takes a text'],
      ['a kernel that is not installed', { kernelName: 'nothing' }, 'jupyter kernelspec list'],
      ['a wrong token', { token: 'wrong' }, 'jupyter server list'],
    ])('%s, with what to do', async (_, options, message) => {
      await expect(connect(options)).rejects.toThrow(message);
    });

    it('a server that is none', async () => {
      await using other = await startServer((_, response) => response.end('<title>Log in</title>'));
      await expect(connect({ url: other.origin })).rejects.toThrow('did not answer as a Jupyter server does');
    });

    it('a server that is not there', async () => {
      const gone = await startServer(() => {});
      await gone.close();
      await expect(connect({ url: gone.origin })).rejects.toThrow('Check that the server runs there');
    });
  });
});
