/** Finds texts in the code of the interface that no language can replace, and styles that take a side of the page for the start of a line. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const FOLDERS = ['elements', 'widget', 'page', 'chat'];
/** What a model or the browser's agent is told, and what is written into files. */
const NOT_SHOWN = new Set([
  'page/agents/offerPython.ts',
  'chat/live/changeTurns.ts',
  'chat/live/notes.ts',
  'chat/notebook/pythonScript.ts',
  'chat/storage/conversationRecord.ts',
]);
/** Names that are the same in every language: of the page, of the API, of keys, formats and languages. */
const NAMES = new Set([
  'executableCode',
  'codeExecutionResult',
  'inlineData',
  'Esc',
  'Tab',
  'CSV',
  'SELECT',
  'Glovebox',
  'Gemini',
  'gemini',
  'API',
  'Interactions',
  'generateContent',
  'Python',
]);
/** What is told to the author of a page, or ends a run without being shown. */
const FOR_AUTHORS =
  /Error\(|DOMException\(|console\.|^\s*(?:'needs-|'demos-|elsewhere:)|return `This page’s Content-Security-Policy/;
const SHOWN_ATTRIBUTE =
  /(?:aria-(?:label|description|roledescription|valuetext)|title|placeholder|alt|label)="([^"]*)"/g;
const SIDE =
  /(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|float: (?:left|right)|^\s*(?:left|right): (?!number)/;
/** Cells of a table in Markdown are aligned as the text says. */
const SIDE_IN_TEXT = /text-align: right/;

const files = FOLDERS.flatMap((folder) => {
  const root = fileURLToPath(new URL(`../../../src/${folder}/`, import.meta.url));
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return found.map((name) => ({ name: `${folder}/${name}`, code: readFileSync(root + name, 'utf8') }));
});

/** The static parts of the templates of HTML in a program, each with `¤` in place of its values. */
function templatesIn(code: string): string[] {
  const templates: string[] = [];
  for (const { index, 0: tag } of code.matchAll(/(?<![.\w])(?:html|svg)`/g)) {
    let text = '';
    let place = index + tag.length;
    while (place < code.length && code[place] !== '`') {
      if (code.startsWith('${', place)) {
        place = endOfValue(code, place + 2);
        text += '¤';
      } else text += code[place++];
    }
    templates.push(text);
  }
  return templates;
}

/** Where a value `${…}` ends that begins before `place`. */
function endOfValue(code: string, start: number): number {
  let place = start;
  while (code[place] !== '}') {
    if (code[place] === '{') place = endOfValue(code, place + 1);
    else if (code[place] === '`') place = endOfTemplate(code, place + 1);
    else place++;
  }
  return place + 1;
}

function endOfTemplate(code: string, start: number): number {
  let place = start;
  while (code[place] !== '`') place = code.startsWith('${', place) ? endOfValue(code, place + 2) : place + 1;
  return place + 1;
}

/** The words of a template that a user reads or hears. */
function wordsIn(template: string): string[] {
  const attributes = [...template.matchAll(SHOWN_ATTRIBUTE)].map(([, value = '']) => value);
  const text = template.replaceAll(/<!--[\s\S]*?-->/g, '').replaceAll(/<[^>]*>/g, ' ');
  const words = [...attributes, text].flatMap((each) => each.match(/[A-Za-z]{2,}/g) ?? []);
  return words.filter((word) => !NAMES.has(word));
}

const linesOf = (code: string) => code.split('\n').filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line));

/** Sentences and labels of several words. */
const sentencesIn = (code: string) =>
  linesOf(code)
    .filter((line) => !FOR_AUTHORS.test(line))
    .flatMap((line) => line.match(/(['`])[A-Z][a-z’]+ (?:(?!\1).)*[a-z’]{2,}.?\1/g) ?? []);

describe('the code of the interface', () => {
  it('is read', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap(({ code }) => templatesIn(code)).length).toBeGreaterThan(100);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a program with a template
    expect(templatesIn('html`<p title="${a ? `b${{ c }}` : d}">Text ${html`<b>${e}</b>`}</p>`')).toEqual([
      '<p title="¤">Text ¤</p>',
      '<b>¤</b>',
    ]);
    expect(wordsIn('<p title="Words" class="any">Text ¤ <kbd>Esc</kbd></p>')).toEqual(['Words', 'Text']);
    expect(sentencesIn("a('Two words.');\nthrow new Error('Two words.');")).toEqual(["'Two words.'"]);
  });

  it.each(files.filter(({ name }) => !NOT_SHOWN.has(name)))('has its texts in src/language: $name', ({ code }) => {
    expect(templatesIn(code).flatMap(wordsIn)).toEqual([]);
    expect(sentencesIn(code)).toEqual([]);
  });

  it.each(files)('has styles for both directions of writing: $name', ({ name, code }) => {
    const lines = linesOf(code).filter((line) => SIDE.test(line));
    const excused = name.endsWith('markdownText.ts') ? SIDE_IN_TEXT : /^$/;
    expect(lines.filter((line) => !excused.test(line) && !line.includes('MARGIN'))).toEqual([]);
  });
});
