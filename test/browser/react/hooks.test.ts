/** The hooks with the real React, which mounts each component twice in strict mode. */
import { createElement, type ReactNode, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type PythonState, type SandboxState, usePython, useSandbox } from '../../../src/entries/react.ts';
import type { Sandbox } from '../../../src/entries/sandbox.ts';
import { SandboxClosedError } from '../../../src/errors.ts';
import { ASSETS, keepEngine } from '../sandbox/freshSandbox.ts';

keepEngine();

const SANDBOX = { assets: ASSETS };

/** What a component was given at each rendering. */
interface Rendered<State> {
  root: Root;
  states: State[];
  render(children: ReactNode): void;
}

function rendered<State>(): Rendered<State> {
  const element = document.createElement('main');
  document.body.append(element);
  const root = createRoot(element);
  onTestFinished(() => {
    root.unmount();
    element.remove();
  });
  return { root, states: [], render: (children) => root.render(createElement(StrictMode, null, children)) };
}

const last = <State>({ states }: Rendered<State>): State | undefined => states.at(-1);
const PATIENT = { timeout: 60_000 };

describe('useSandbox', () => {
  it('gives a sandbox when it is ready, with its progress before, and closes it when the component is unmounted', async () => {
    const page = rendered<SandboxState>();
    const Component = () => {
      page.states.push(useSandbox(SANDBOX));
      return null;
    };
    page.render(createElement(Component));
    await expect.poll(() => last(page)?.status, PATIENT).toBe('ready');
    expect(page.states[0]).toEqual({ status: 'starting' });
    const sandbox = last(page)?.sandbox as Sandbox;
    expect((await sandbox.run('print(6 * 7)')).stdout).toBe('42\n');
    expect(new Set(page.states.map((state) => state.sandbox)).size).toBe(2);
    page.root.unmount();
    await expect
      .poll(() => sandbox.run('1').catch((error: unknown) => error), PATIENT)
      .toBeInstanceOf(SandboxClosedError);
  });

  it('creates one when it is wanted, and closes it when it is not wanted any more', async () => {
    const page = rendered<SandboxState>();
    const Component = ({ enabled }: { enabled: boolean }) => {
      page.states.push(useSandbox({ ...SANDBOX, enabled }));
      return null;
    };
    page.render(createElement(Component, { enabled: false }));
    await expect.poll(() => last(page)?.status, PATIENT).toBe('starting');
    page.render(createElement(Component, { enabled: true }));
    await expect.poll(() => last(page)?.status, PATIENT).toBe('ready');
    const sandbox = last(page)?.sandbox as Sandbox;
    page.render(createElement(Component, { enabled: false }));
    await expect.poll(() => last(page)?.status, PATIENT).toBe('starting');
    expect(last(page)?.sandbox).toBeUndefined();
    await expect
      .poll(() => sandbox.run('1').catch((error: unknown) => error), PATIENT)
      .toBeInstanceOf(SandboxClosedError);
  });

  it('tells why there is no sandbox', async () => {
    const page = rendered<SandboxState>();
    const Component = () => {
      page.states.push(useSandbox({ ...SANDBOX, memoryLimit: 1 }));
      return null;
    };
    page.render(createElement(Component));
    await expect.poll(() => last(page)?.status, PATIENT).toBe('failed');
    expect(last(page)?.error).toMatchObject({ name: 'InvalidOptionError' });
  });
});

interface ProgramProps {
  code?: string;
  inputs?: Record<string, unknown>;
}

describe('usePython', () => {
  /** Shows a program, which is given other properties later. */
  function program() {
    const page = rendered<PythonState>();
    const Component = ({ code, inputs }: ProgramProps) => {
      page.states.push(usePython(code, { sandboxOptions: SANDBOX, ...(inputs && { inputs }) }));
      return null;
    };
    return { page, show: (props: ProgramProps) => page.render(createElement(Component, props)) };
  }

  it('runs a program, and runs it again when its inputs are others, not when they are equal', async () => {
    const { page, show } = program();
    const code = 'print(len(rows))\nlen(rows)';
    show({ code, inputs: { rows: [1, 2] } });
    await expect.poll(() => last(page)?.result?.value, PATIENT).toBe(2);
    expect(page.states[0]).toMatchObject({ status: 'starting', output: '' });
    expect(last(page)).toMatchObject({ status: 'done', output: '2\n' });
    const { result } = last(page) ?? {};
    show({ code, inputs: { rows: [1, 2] } });
    show({ code, inputs: { rows: [1, 2, 3] } });
    await expect.poll(() => last(page)?.result?.value, PATIENT).toBe(3);
    const between = page.states.filter(({ status }) => status === 'running').at(-1);
    expect(between?.result).toBe(result);
    expect(last(page)?.result?.run).toBe((result?.run ?? 0) + 1);
  });

  it('runs nothing without code, and again when it is told to', async () => {
    const { page, show } = program();
    show({});
    await expect.poll(() => last(page)?.status, PATIENT).toBe('idle');
    show({ code: 'count = globals().get("count", 0) + 1\ncount' });
    await expect.poll(() => last(page)?.status, PATIENT).toBe('done');
    const before = Number(last(page)?.result?.value);
    last(page)?.rerun();
    await expect.poll(() => last(page)?.result?.value, PATIENT).toBe(before + 1);
  });

  it('stops a program that another takes the place of, whose output is the only one then', async () => {
    const { page, show } = program();
    show({ code: 'while True: print("old")' });
    await expect.poll(() => last(page)?.output, PATIENT).toContain('old');
    show({ code: 'print("new")' });
    await expect.poll(() => last(page), PATIENT).toMatchObject({ status: 'done', output: 'new\n' });
  });

  it('gives the result of code that fails', async () => {
    const { page, show } = program();
    show({ code: '1 / 0' });
    await expect.poll(() => last(page)?.status, PATIENT).toBe('done');
    expect(last(page)?.result).toMatchObject({ ok: false, error: { type: 'ZeroDivisionError' } });
  });

  it('fails with the error of the sandbox', async () => {
    const page = rendered<PythonState>();
    const Component = () => {
      page.states.push(usePython('1', { sandboxOptions: { ...SANDBOX, memoryLimit: 1 } }));
      return null;
    };
    page.render(createElement(Component));
    await expect.poll(() => last(page)?.status, PATIENT).toBe('failed');
    expect(last(page)?.error).toMatchObject({ name: 'InvalidOptionError' });
  });

  it('shares variables with other programs of one sandbox', async () => {
    const page = rendered<PythonState>();
    const Component = () => {
      const sandbox = useSandbox(SANDBOX);
      const first = usePython('shared = 20', { sandbox });
      page.states.push(usePython(first.status === 'done' ? 'shared + 1' : undefined, { sandbox }));
      return null;
    };
    page.render(createElement(Component));
    await expect.poll(() => last(page)?.result?.value, PATIENT).toBe(21);
  });
});
