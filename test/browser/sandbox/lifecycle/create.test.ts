/** No test finds another sandbox open, so that each loads the engine into a frame of its own. */
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import {
  EngineDownloadError,
  GloveboxError,
  InvalidOptionError,
  Sandbox,
  SandboxClosedError,
} from '../../../../src/entries/index.ts';
import { ASSETS } from '../freshSandbox.ts';

describe('creating a sandbox', () => {
  const notThere = `${inject('fakeGemini')}/not-there/`;

  it.each([
    ['a folder that is not there', notThere, 'the server answered 404'],
    ['a host that answers with a page of its own', `${inject('listener')}/page/`, 'with a web page instead'],
    ['a host that does not answer', 'http://127.0.0.1:1/', 'there was no answer (offline?)'],
  ])('from %s says which file could not be had, why, and what to do', async (_, assets, reason) => {
    const frames = document.querySelectorAll('iframe').length;
    const creating = Sandbox.create({ assets });
    await expect(creating).rejects.toBeInstanceOf(EngineDownloadError);
    await expect(creating).rejects.toThrow(reason);
    await expect(creating).rejects.toThrow(/could not be downloaded.*pyodide.*`assets`/);
    await expect.poll(() => document.querySelectorAll('iframe').length).toBe(frames);
  });

  it.each([
    ['prewarm', -1],
    ['prewarm', 0.5],
    ['checkpointMemory', Number.NaN],
    ['persist', ''],
  ])('with a value for %s that makes no sense (%s) is refused with what it takes', async (option, value) => {
    await expect(Sandbox.create({ assets: '/pyodide/', [option]: value })).rejects.toThrow(
      new RegExp(`option \`${option}\` takes .*, not`),
    );
  });

  it('from an address that is none is refused', async () => {
    await expect(Sandbox.create({ assets: 'http://[' })).rejects.toBeInstanceOf(InvalidOptionError);
  });

  it('can be given up', async () => {
    const frames = document.querySelectorAll('iframe').length;
    const giveUp = new AbortController();
    const creating = Sandbox.create({ assets: ASSETS, signal: giveUp.signal, onProgress: () => giveUp.abort() });
    await expect(creating).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => document.querySelectorAll('iframe').length).toBe(frames);
  });

  it('shows nothing, also on a site whose styles show frames', async () => {
    const style = document.createElement('style');
    style.textContent = 'iframe { display: block !important; }';
    document.head.append(style);
    onTestFinished(() => style.remove());
    const before = new Set(document.querySelectorAll('iframe'));
    await using _sandbox = await Sandbox.create({ assets: ASSETS });
    const added = [...document.querySelectorAll('iframe')].filter((frame) => !before.has(frame));
    expect(added.map((frame) => frame.getBoundingClientRect().height)).toEqual([0]);
  });

  it('fails with errors that can be told from others across realms', async () => {
    const error = await Sandbox.create({ assets: notThere }).catch((reason: unknown) => reason);
    expect(GloveboxError.is(error)).toBe(true);
    expect(GloveboxError.is(new Error('another'))).toBe(false);
  });
});

describe('closing a sandbox', () => {
  it('rejects what was running or waiting, and every later run, and removes the frame', async () => {
    const frames = () => document.querySelectorAll('iframe').length;
    // Those of earlier tests go when nobody waits for them.
    await expect.poll(frames).toBe(0);
    const sandbox = await Sandbox.create({ assets: ASSETS });
    const runs = [sandbox.run('while True: pass'), sandbox.run('print(1)')];
    const rejected = runs.map((run) => expect(run).rejects.toBeInstanceOf(SandboxClosedError));
    await sandbox.close();
    await sandbox.close();
    await Promise.all(rejected);
    await expect(sandbox.run('1')).rejects.toBeInstanceOf(SandboxClosedError);
    expect(frames()).toBe(0);
  });
});
