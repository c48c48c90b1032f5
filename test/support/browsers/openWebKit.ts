import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../freePort.ts';
import { callInPage } from './callInPage.ts';
import type { OpenBrowser } from './pageProvider.ts';
import { WebDriverSession } from './webDriver.ts';

/** Where the programs of WebKitGTK are. */
export interface WebKitPrograms {
  driver: string;
  miniBrowser: string;
}

/** Milliseconds in which the driver must listen. */
const START_TIME = 20_000;

/** Opens WebKitGTK's MiniBrowser over WebDriver, on a screen that nobody sees: it cannot do without one. */
export async function openWebKit({ driver, miniBrowser }: WebKitPrograms): Promise<OpenBrowser> {
  const processes: ChildProcess[] = [];
  const close = async () => {
    for (const process of processes.splice(0).reverse()) await end(process);
  };
  try {
    const screen = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {}, ['pipe']);
    processes.push(screen);
    const [display] = await once(screen.stdio[3] as Readable, 'data');
    const port = await freePort();
    // Its own sandbox needs namespaces, which containers and root do without.
    const environment = { DISPLAY: `:${String(display).trim()}`, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
    processes.push(start(driver, [`--port=${port}`], environment));
    const address = `http://127.0.0.1:${port}`;
    await whenListening(`${address}/status`);
    const session = await WebDriverSession.begin(address, {
      'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
    });
    return {
      title: `WebKitGTK ${session.browserVersion}`,
      goTo: (url) => session.goTo(url),
      call: (module, name, args) => session.evaluate(callInPage(module, name, args)),
      close: () => session.close().finally(close),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts a program that would keep this process's streams open, in a group of its own, to end it with all that it starts. */
function start(
  program: string,
  args: string[],
  environment: Record<string, string>,
  more: 'pipe'[] = [],
): ChildProcess {
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'ignore', ...more],
    env: { ...process.env, ...environment },
    detached: true,
  });
  // Where the tests are interrupted, nobody closes the browser.
  const onExit = () => endGroup(child);
  process.on('exit', onExit);
  child.on('exit', () => process.off('exit', onExit));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  endGroup(child);
  await ended;
}

function endGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid);
}

async function whenListening(address: string): Promise<void> {
  const timeout = Date.now() + START_TIME;
  for (;;) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > timeout) throw new Error(`${address} does not answer.`);
    await wait(50);
  }
}
