import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import type { ScriptHandle } from '../../support/geminiFake/server.ts';
import { blocksIn } from '../../unit/docs/pages.ts';
import { answerAsGoogle, type FileFake } from '../fakeGemini.ts';
import { newPage } from '../openBrowser.ts';
import { installPackage } from './packedPackage.ts';
import { packedTarball } from './packedTarball.ts';

/** Creates projects for the tests of a file. @returns what creates one that has the package installed, with these files */
export function projects() {
  let folder: string;
  let tarball: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'glovebox-application-'));
    tarball = await packedTarball();
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true }));
  return async (files: Record<string, string>, beside: readonly string[] = []): Promise<string> => {
    const project = await mkdtemp(path.join(folder, 'project-'));
    await writeFile(path.join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
    await installPackage(tarball, project, beside);
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(project, name)), { recursive: true });
      await writeFile(path.join(project, name), content);
    }
    return project;
  };
}

export const CODE = 'primes = [n for n in range(2, 230) if all(n % d for d in range(2, n))]\nprint(sum(primes))';

/** The program of README.md that comes first, as somebody pastes it; what it ends with is shown. */
export function quickStart(): string {
  const block = blocksIn('README.md').find(({ code }) => code.includes('withLocalPython(new GoogleGenAI'));
  return `const apiKey = 'a-secret-key';
${block?.code}
document.body.textContent = JSON.stringify([response.executableCode, response.codeExecutionResult]);
document.title = 'done';
`;
}

export const html = (script: string) =>
  `<!doctype html><html lang="en"><head><title>…</title></head><body>${script}</body></html>`;

/** Opens a page whose requests to Google are answered by the fake, and waits until its program says that it is done. */
export async function open(
  gemini: FileFake,
  url: string,
): Promise<{ page: Page; script: ScriptHandle; complaints: string[] }> {
  const script = gemini.addScript({
    turns: [
      { parts: [{ functionCall: { name: 'run_python', args: { code: CODE } } }] },
      { parts: [{ text: '5117.' }] },
    ],
  });
  const { page, complaints } = await newPage();
  await answerAsGoogle(page, script.baseUrl);
  await page.goto(url);
  await page.waitForFunction(() => document.title === 'done', undefined, { timeout: 60_000 });
  return { page, script, complaints };
}
