// @module-tag long
import { describe, expect, inject, it } from 'vitest';
import page from '../../../docs/jupyter.md?raw';
import { JupyterKernel } from '../../../src/entries/jupyter.ts';
import { describeCodeExecutor } from '../../support/codeExecutor/suite.ts';

const servers = inject('jupyter');

describe.skipIf(!servers)('a Jupyter kernel of another origin', () => {
  const { open, strict } = servers ?? { open: { url: '', token: '' }, strict: { url: '', token: '' } };

  describeCodeExecutor(() => JupyterKernel.connect(open));

  it('is what the first program of its documentation says', async () => {
    const [, program = ''] = /^```ts\n(.*?)^```$/ms.exec(page) ?? [];
    const said: string[] = [];
    const here = program
      .replace(/^import .*$/m, '')
      .replace('http://localhost:8888/', open.url)
      .replace('your-token', open.token);
    const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
    await new AsyncFunction('JupyterKernel', 'console', here)(JupyterKernel, {
      log: (text: string) => said.push(text),
    });
    expect(said).toEqual([expect.stringMatching(/^\w+\n$/)]);
  });

  it('is not there for a page that its server does not allow, which is told what to do', async () => {
    const refused = JupyterKernel.connect(strict);
    await expect(refused).rejects.toMatchObject({ name: 'JupyterServerError', status: undefined });
    await expect(refused).rejects.toThrow(`--ServerApp.allow_origin=${location.origin}`);
  });

  it('is not there for a page with a wrong token, which is told where to find it', async () => {
    const refused = JupyterKernel.connect({ url: open.url, token: 'wrong' });
    await expect(refused).rejects.toMatchObject({ name: 'JupyterServerError', status: 403 });
    await expect(refused).rejects.toThrow('jupyter server list');
  });
});
