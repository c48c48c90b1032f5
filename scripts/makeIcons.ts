/** `npm run icons`: renders the icons of the installed page from `icon.svg`. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { ensureBrowser } from './installBrowser.ts';

interface Icon {
  file: string;
  /** Width and height in pixels. */
  size: number;
  /** The drawing's share of the width. Launchers crop maskable icons to the middle 80 %. */
  part: number;
  background: string;
}

const ICONS: readonly Icon[] = [
  { file: 'icon-192.png', size: 192, part: 1, background: 'transparent' },
  { file: 'icon-512.png', size: 512, part: 1, background: 'transparent' },
  { file: 'icon-maskable-512.png', size: 512, part: 0.8, background: '#0d6b6e' },
];

const publicFile = (name: string) => fileURLToPath(new URL(`../public/${name}`, import.meta.url));

const drawing = await readFile(publicFile('icon.svg'), 'utf8');
const browser = await chromium.launch(ensureBrowser());
const page = await browser.newPage({ colorScheme: 'light' });
for (const { file, size, part, background } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`
    <style>
      body { display: grid; place-items: center; height: 100vh; margin: 0; background: ${background} }
      svg { width: ${part * 100}% }
    </style>
    ${drawing}
  `);
  await writeFile(publicFile(file), await page.screenshot({ omitBackground: true }));
}
await browser.close();
