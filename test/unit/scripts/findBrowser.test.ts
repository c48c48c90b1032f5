import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { browsersOnPath } from '../../../scripts/findBrowser.ts';
import { installCommands, NO_BROWSER } from '../../../scripts/installBrowser.ts';

function folderWith(...names: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'browsers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of names) {
    writeFileSync(path.join(folder, name), '');
    chmodSync(path.join(folder, name), 0o755);
  }
  return folder;
}

it('finds a browser of the machine by its usual names, Chromium before the others', () => {
  const [first, second] = [folderWith('msedge', 'google-chrome'), folderWith('chromium', 'python3')];
  expect(browsersOnPath([first, second].join(path.delimiter))).toEqual([
    path.join(second, 'chromium'),
    path.join(first, 'google-chrome'),
    path.join(first, 'msedge'),
  ]);
});

it('passes over what cannot be started', () => {
  const folder = folderWith('chromium');
  chmodSync(path.join(folder, 'chromium'), 0o644);
  expect(browsersOnPath(folder)).toEqual([]);
});

it("installs Playwright's own, and Debian's package only as root on Debian", () => {
  expect(installCommands({ isRoot: false, hasApt: true })).toEqual([['npx', 'playwright', 'install', 'chromium']]);
  const [playwright, debian] = installCommands({ isRoot: true, hasApt: true });
  expect(playwright).toContain('--with-deps');
  expect(debian?.join(' ')).toContain('apt-get install -y --no-install-recommends chromium');
});

it('says in one line what to install if it can install nothing', () => {
  expect(NO_BROWSER).not.toContain('\n');
  expect(NO_BROWSER).toMatch(/apt-get install chromium.*npx playwright install chromium/);
});
