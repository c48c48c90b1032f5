import { beforeEach, describe, expect, inject, it } from 'vitest';
import { type FallbackFont, InvalidOptionError, Sandbox, type SandboxProgress } from '../../../src/entries/index.ts';
import type { ReceivedRequest } from '../../support/otherSite.ts';
import { ASSETS, freshSandbox, keepEngine } from './freshSandbox.ts';
import { needsSuspending } from './needsSuspending.ts';

const SITE = inject('otherSite');
/** Its answer has the characters, in its address. */
const fontWith = (characters: string) => `${SITE}/font?${encodeURIComponent(characters)}`;

/** As much of matplotlib as asks for fonts: a file has a glyph for each character that it names. */
const MATPLOTLIB = {
  '__init__.py': '',
  'font_manager.py': `
from types import SimpleNamespace
from urllib.parse import quote

class FontManager:
    def _find_fonts_by_props(self, properties):
        return []

fontManager = FontManager()

def get_font(path):
    with open(path) as file:
        content = file.read()
    return SimpleNamespace(fname=path, get_char_index=lambda code: int(quote(chr(code)) in content))
`,
  '_text_helpers.py': `
import warnings

def warn_on_missing_glyph(code, font):
    warnings.warn(f"Glyph {code} missing from {font}.")
`,
  'text.py': `
from . import _text_helpers, font_manager

class Text:
    def __init__(self, text):
        self.get_text = lambda: text
        self.get_fontproperties = lambda: None

    def _get_layout(self, renderer):
        fonts = [font_manager.get_font(path) for path in font_manager.fontManager._find_fonts_by_props(None)]
        drawn = [any(font.get_char_index(ord(character)) for font in fonts) for character in self.get_text()]
        for character, is_drawn in zip(self.get_text(), drawn):
            if not is_drawn:
                _text_helpers.warn_on_missing_glyph(ord(character), ", ".join(["DejaVu Sans", *("Fallback" for _ in fonts)]))
        return "".join(character if is_drawn else "☐" for character, is_drawn in zip(self.get_text(), drawn))
`,
};
const draw = (text: string) =>
  `from matplotlib.text import Text\nprint(Text(${JSON.stringify(text)})._get_layout(None))`;

keepEngine();

async function sandboxWith(fonts: FallbackFont[], more: object = {}): Promise<Sandbox> {
  const sandbox = await freshSandbox({ fonts, ...more });
  for (const [name, source] of Object.entries(MATPLOTLIB)) await sandbox.files.write(`matplotlib/${name}`, source);
  return sandbox;
}

async function requests(): Promise<string[]> {
  const received: ReceivedRequest[] = await (await fetch(`${SITE}/received`)).json();
  return received.map(({ url }) => url).filter((url) => url.startsWith('/font'));
}

describe('a label that no font of matplotlib has', () => {
  beforeEach(needsSuspending);

  it('is drawn with the first font that is for one of its characters, and no other is downloaded', async () => {
    const url = fontWith('売上の温度');
    const sandbox = await sandboxWith([
      { url: fontWith('한'), unicodeRange: 'U+AC00-D7FB' },
      { url, unicodeRange: 'U+30??, U+3041-3096' },
      { url: fontWith('温度') },
    ]);
    const before = await requests();
    expect((await sandbox.run(draw('売上の温度'))).output).toBe('売上の温度\n');
    expect((await sandbox.run(draw('温度'))).output).toBe('温度\n');
    expect((await requests()).slice(before.length)).toEqual([url.slice(SITE.length)]);
  });

  it('is drawn with several fonts if it takes several, which other sandboxes of the page have then, too', async () => {
    const fonts = [
      { url: fontWith('매출'), unicodeRange: 'U+AC00-D7FB' },
      { url: fontWith('📈'), unicodeRange: 'U+1F4C8' },
    ];
    expect((await (await sandboxWith(fonts)).run(draw('매출📈'))).output).toBe('매출📈\n');
    const before = await requests();
    expect((await (await sandboxWith(fonts)).run(draw('📈매출'))).output).toBe('📈매출\n');
    expect(await requests()).toEqual(before);
  });

  it('has its font after the session went back to a capture, and in a copy of it', async () => {
    const sandbox = await sandboxWith([{ url: fontWith('高度') }]);
    const checkpoint = await sandbox.checkpoint();
    expect((await sandbox.run(draw('高度'))).output).toBe('高度\n');
    await using fork = await sandbox.fork();
    await sandbox.restore(checkpoint);
    for (const each of [sandbox, fork]) expect((await each.run(draw('高'))).output).toBe('高\n');
  });

  it('tells how far the download is', async () => {
    const told: SandboxProgress[] = [];
    const url = fontWith('速度');
    const sandbox = await sandboxWith([{ url }], { onProgress: (progress: SandboxProgress) => told.push(progress) });
    told.length = 0;
    await sandbox.run(draw('速度'));
    expect(told.at(-1)).toMatchObject({ step: 'packages', packages: ['font'], loaded: expect.any(Number) });
  });

  it('is drawn as boxes if the font is not there, with a note that says why', async () => {
    const sandbox = await sandboxWith([{ url: `${SITE}/status/404` }]);
    const { output, stderr } = await sandbox.run(draw('温'));
    expect(output).toBe('☐\n');
    expect(stderr).toContain(
      'Characters that are not in the font DejaVu Sans are drawn as empty boxes: 温. Use other characters, or ',
    );
    expect(stderr).toContain(' The font 404 could not be downloaded (the server answered 404).\n');
  });

  it('is drawn as boxes if the font is another than its hash says', async () => {
    const sandbox = await sandboxWith([{ url: `${fontWith('湿')}#sha256=${'0'.repeat(64)}` }]);
    const { output, stderr } = await sandbox.run(draw('湿'));
    expect(output).toBe('☐\n');
    expect(stderr).toContain(' The font font could not be downloaded (the server answered with something else).\n');
  });

  it('is drawn as boxes if the page has no font for it', async () => {
    const { output, stderr } = await (await sandboxWith([])).run(draw('温'));
    expect(output).toBe('☐\n');
    expect(stderr).toMatch(
      /^Characters that are not in the font DejaVu Sans are drawn as empty boxes: 温\. .*"\]\.\n$/,
    );
  });

  it('is drawn as boxes where neither has the character, with a note that names both', async () => {
    const { output, stderr } = await (await sandboxWith([{ url: fontWith('湿') }])).run(draw('湿気'));
    expect(output).toBe('湿☐\n');
    expect(stderr).toContain(
      'Characters that are not in the fonts DejaVu Sans and Fallback are drawn as empty boxes: 気.',
    );
  });

  it('may take its time: the timeout goes on when the font is there, and Stop ends the wait', async () => {
    const sandbox = await sandboxWith([{ url: `${SITE}/never` }]);
    await sandbox.run('kept = 1');
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1_500);
    const run = sandbox.run(draw('温'), { timeout: 500, signal: stop.signal });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect((await sandbox.run('kept')).output).toBe('1\n');
  });

  it('gets each font once in a run, however often code asks for it', async () => {
    const sandbox = await sandboxWith([{ url: fontWith('深') }]);
    const ask = 'import sys\nfonts = sys.modules["matplotlib.text"].Text._get_layout.__closure__';
    await sandbox.run(draw('深'));
    const code = `${ask}
from pathlib import Path
host = next(cell.cell_contents._host for cell in fonts if hasattr(cell.cell_contents, "_host"))
print([await host.save_font("深", f"copy-{number}") for number in range(3)], Path("copy-0").exists())`;
    expect((await sandbox.run(code)).output).toBe('[True, False, False] True\n');
  });
});

describe('fonts that are none', () => {
  it.each([
    ['an address', 'https://example.org/font.ttf'],
    ['a font without an address', [{ unicodeRange: 'U+4E00' }]],
    ['an address that is none', [{ url: 'https://' }]],
    ['a range that is none', [{ url: 'font.ttf', unicodeRange: 'U+4E00-' }]],
    ['a range of names', [{ url: 'font.ttf', unicodeRange: 'Han' }]],
  ])('are refused with what the option takes: %s', async (_, fonts) => {
    const created = Sandbox.create({ assets: ASSETS, fonts: fonts as FallbackFont[] });
    await expect(created).rejects.toThrow(InvalidOptionError);
    await expect(created).rejects.toThrow(/^The option `fonts` takes /);
  });
});
