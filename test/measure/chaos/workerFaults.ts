/** Interpreters that die at random moments, and ports that close. */
import { Sandbox } from '../../../src/entries/index.ts';
import type { Random } from './random.ts';
import { checkpoint, OPERATIONS, type Operation, type Scene } from './scene.ts';
import type { ModelledSession } from './session.ts';

const STUBBORN = 'import itertools\nany(itertools.repeat(False))';
/** With the next message that the worker sends. */
const CLOSE_PORT = [
  'import js',
  'from pyodide.ffi import create_proxy',
  'def close_port(*_):',
  '    js.MessagePort.prototype.postMessage = create_proxy(lambda port, *_: port.close(), capture_this=True)',
].join('\n');

interface Death {
  code: string;
  timeout?: number;
  signal?: AbortSignal;
}

/** How a run can end its own worker, or has to be ended with it. */
const WAYS: Record<string, (random: Random) => Death> = {
  timeout: (random) => ({ code: STUBBORN, timeout: random.integer(1, 100) }),
  stop: (random) => ({ code: STUBBORN, signal: AbortSignal.timeout(random.integer(1, 100)) }),
  'posix._exit': () => ({ code: 'import posix\nposix._exit(1)' }),
  'posix.abort': () => ({ code: 'import posix\nposix.abort()' }),
  trap: () => ({ code: 'import ctypes\nctypes.CFUNCTYPE(ctypes.c_int)(12_345_678)()' }),
  'js.close': () => ({ code: 'import js\njs.close()' }),
};
const PORT_WAYS: typeof WAYS = {
  'close port': () => ({ code: `${CLOSE_PORT}\nclose_port()` }),
};

/** Code after which the worker dies in so many milliseconds, whatever it is asked then. */
const LATE_WAYS: Record<string, (milliseconds: number) => string> = {
  'posix._exit, late': (milliseconds) =>
    `import asyncio, posix\n_ = asyncio.get_event_loop().call_later(${milliseconds / 1000}, posix._exit, 1)`,
  'trap, late': (milliseconds) =>
    `import asyncio, ctypes\n_ = asyncio.get_event_loop().call_later(${milliseconds / 1000}, ctypes.CFUNCTYPE(ctypes.c_int)(12_345_678))`,
  'stubborn, late': (milliseconds) =>
    `import asyncio, itertools\n_ = asyncio.get_event_loop().call_later(${milliseconds / 1000}, any, itertools.repeat(False))`,
  'js.close, late': (milliseconds) => `import js\n_ = js.setTimeout(js.close, ${milliseconds})`,
};
const LATE_PORT_WAYS: typeof LATE_WAYS = {
  'close port, late': (milliseconds) =>
    `${CLOSE_PORT}\nimport asyncio\n_ = asyncio.get_event_loop().call_later(${milliseconds / 1000}, close_port)`,
};
/** After it nobody hears of it, so that it is found out by waiting 10 seconds: it is rarer, for the others to be tried more often. */
const SLOW = 'stubborn, late';

/** A sandbox that is given up while it starts must do no harm to its neighbours. */
const giveUp: Operation = async (scene, session) => {
  scene.choose('ways', ['give up']);
  const taken = await checkpoint(session);
  if (!taken) return;
  const signal = AbortSignal.timeout(scene.random.integer(0, 150));
  const create = () => Sandbox.create({ ...scene.options(), from: taken.checkpoint, signal });
  await scene.lookInto(taken.model, create).catch((error) => session.note(error));
  taken.checkpoint.release();
};

function dieWith(ways: typeof WAYS): Operation {
  return async (scene, session) => {
    const way = scene.choose('ways', Object.keys(ways));
    const { code = '', ...options } = ways[way]?.(scene.random) ?? {};
    const killed = session.die(code, options);
    // Sometimes there is another run behind it.
    if (scene.random.chance(0.3)) await session.leaveSomething('');
    await killed;
  };
}

export const killWorker = fault(WAYS, LATE_WAYS, giveUp);
export const closePort = fault(PORT_WAYS, LATE_PORT_WAYS, dieWith(PORT_WAYS));

function fault(ways: typeof WAYS, lateWays: typeof LATE_WAYS, boot: Operation) {
  const moments: Record<string, Operation> = { ...OPERATIONS, boot, run: dieWith(ways) };
  return async (scene: Scene, session: ModelledSession): Promise<void> => {
    const moment = scene.choose('moments', Object.keys(moments));
    await moments[moment]?.(scene, session, () => {
      const names = Object.keys(lateWays).filter((each) => each !== SLOW || scene.random.chance(0.2));
      const way = scene.choose('ways', names);
      return session.leaveSomething(lateWays[way]?.(scene.delay()) ?? '');
    });
  };
}
