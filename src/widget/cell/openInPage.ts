import { html, nothing, type TemplateResult } from 'lit';
import type { SharedCell } from '../../chat/share/shareLink.ts';
import { widgetCell } from '../../language/en/embedded/widgetCell.ts';
import { NotAskedError } from '../notAskedError.ts';
import { readParts } from './cellContent.ts';
import { dependenciesOf, type LinkedCell } from './linkedCells.ts';

/** What of a cell is opened in another page. */
interface OpenableCell extends LinkedCell, Element {
  readonly id: string;
  readonly language: 'python' | 'javascript';
  readonly openIn: string | undefined;
}

interface Opening<Cell> {
  /** All cells of the page. */
  cells: () => readonly Cell[];
  /** The code of a cell, from its file if it has one. */
  codeOf: (cell: Cell) => Promise<string>;
  onError: (error: unknown) => void;
}

/** A button that opens the code of a cell in a page of Glovebox, if the cell names one. */
export function renderOpenIn<Cell extends OpenableCell>(
  cell: Cell,
  opening: Opening<Cell>,
): TemplateResult | typeof nothing {
  const { openIn } = cell;
  if (openIn === undefined) return nothing;
  const open = () => openCopy(openIn, cell, opening).catch(opening.onError);
  return html`<button class="quiet" @click=${open}>${widgetCell.openPage}</button>`;
}

/** @throws NotAskedError if the browser opens no tab */
async function openCopy<Cell extends OpenableCell>(address: string, cell: Cell, opening: Opening<Cell>): Promise<void> {
  // At once: browsers open no tab for a click that was too long ago.
  const tab = window.open('', '_blank');
  if (!tab) throw new NotAskedError(widgetCell.noTab);
  tab.opener = null;
  try {
    const { writeShareLink } = await import('../../chat/share/shareLink.ts');
    const cells = await programsOf(cell, opening);
    const page = new URL(address, document.baseURI);
    tab.location.href = await writeShareLink({ title: document.title, cells }, page.href);
  } catch (error) {
    tab.close();
    throw error;
  }
}

/** Returns the programs that have to run for a cell, its own last. */
async function programsOf<Cell extends OpenableCell>(
  cell: Cell,
  opening: Opening<Cell>,
  known = new Set<Cell>(),
): Promise<SharedCell[]> {
  if (known.has(cell)) return [];
  known.add(cell);
  const programs: SharedCell[] = [];
  for (const other of dependenciesOf(cell, opening.cells()))
    programs.push(...(await programsOf(other, opening, known)));
  const language = cell.language === 'javascript' ? 'JAVASCRIPT' : 'PYTHON';
  const own = [...readParts(cell, 'setup'), await opening.codeOf(cell)].filter((code) => code.trim() !== '');
  return [...programs, ...own.map((code) => ({ type: 'code', language, code }) as const)];
}
