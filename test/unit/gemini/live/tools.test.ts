import { describe, expect, it } from 'vitest';
import { prepareSetup } from '../../../../src/gemini/live/setup.ts';
import type { CodeExecutor } from '../../../../src/sandbox/codeExecutor.ts';

const double = { description: 'Doubles.', parameters: {}, execute: () => 2 };
const config = { tools: [{ codeExecution: {} }] };

describe('a Live session', () => {
  it('has the functions of the client in its Python, and its model is told of them', async () => {
    const kernel = { packages: 'installed', pythonVersion: '3.14.2' } as CodeExecutor;
    const setup = await prepareSetup({ model: 'gemini-3.8-live', config } as never, {
      sandbox: kernel,
      tools: { double },
    });
    expect(setup.tools).toEqual({ double });
    const told = JSON.stringify(setup.config);
    expect(told).toContain('def double(');
    expect(told).toContain('Jupyter kernel');
    expect(told).not.toContain('no network');
  });
});
