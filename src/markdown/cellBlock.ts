/** Fenced blocks of Markdown that become cells: what their first line says. */

/** The words of a fence that belongs to the cell before it, after the language. */
const PARTS = ['setup', 'check', 'hint', 'solution'] as const;
export type PartName = (typeof PARTS)[number];

/** The attributes of a cell that a fence can have. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['id', 'src', 'files', 'session', 'depends-on', 'timeout', 'packages', 'origins', 'theme', 'solution-after'],
  ...['hidden', 'autorun', 'readonly', 'run-all', 'persist'],
]);
const LANGUAGES: Readonly<Record<string, 'python' | 'javascript'>> = {
  python: 'python',
  python3: 'python',
  py: 'python',
  javascript: 'javascript',
  js: 'javascript',
};
/** A word, or a name with a value, which may be quoted. */
const WORD = /([^\s=]+)(?:=(?:"([^"]*)"|'([^']*)'|(\S*)))?/g;

/** A fence that begins a cell, or a part of the cell before it. */
export type CellBlock = { type: 'cell'; attributes: Record<string, string> } | { type: 'part'; part: PartName };

/**
 * Reads what follows the backticks of a fence: `python run id=mean`, `python check`.
 *
 * @returns `undefined` if the block is none of a cell
 * @throws Error if a cell has no such attribute
 */
export function readFence(info: string): CellBlock | undefined {
  const [language = '', word, ...rest] = [...info.matchAll(WORD)];
  const name = LANGUAGES[language[0] ?? ''];
  const part = PARTS.find((each) => each === (word?.[0] ?? (language[0] === 'hint' ? 'hint' : undefined)));
  if (part && (name || part === 'hint')) return { type: 'part', part };
  if (!name || word?.[0] !== 'run') return undefined;
  const attributes = rest.map(([whole, key = whole, ...values]): [string, string] => {
    if (ATTRIBUTES.has(key)) return [key, values.find((value) => value !== undefined) ?? ''];
    throw new Error(`A cell has no attribute "${key}". It has: ${[...ATTRIBUTES].join(', ')}.`);
  });
  const own = name === 'python' ? {} : { language: name };
  return { type: 'cell', attributes: { ...own, ...Object.fromEntries(attributes) } };
}

/** An element of a cell's content. */
export interface PartElement {
  tagName: 'pre' | 'p';
  attributes: Record<string, string>;
  text: string;
}

/** A cell with its parts, as elements. Parts are hidden until the cell shows them. */
export interface CellElement {
  attributes: Record<string, string>;
  children: PartElement[];
}

/** Options of the plugins. */
export interface CellsOptions {
  /** Attributes of every cell. A block's own come before them. @default {} */
  attributes?: Record<string, string>;
}

/** Returns the cell of a fence, still without parts. */
export function beginCell(
  { attributes }: Extract<CellBlock, { type: 'cell' }>,
  code: string,
  options: CellsOptions = {},
): CellElement {
  return {
    attributes: { ...options.attributes, ...attributes },
    children: [{ tagName: 'pre', attributes: {}, text: code.trimEnd() }],
  };
}

/** Returns the element for a part: no script, in which frameworks would escape the code. */
export function partElement(part: PartName, text: string): PartElement {
  return { tagName: part === 'hint' ? 'p' : 'pre', attributes: { slot: part, hidden: '' }, text: text.trimEnd() };
}
