import { importChunk } from '../../async/importChunk.ts';
import { InvalidOptionError, TableError } from '../../errors.ts';
import { checkChoice, checkNumber } from '../checkOption.ts';
import type { TableCsv } from '../frame/tableSchemas.ts';
import type { Interpreter } from '../session/interpreter.ts';
import type { SandboxSession } from '../session/sandboxSession.ts';
import {
  TABLE_OPERATORS,
  type TableFile,
  type TableFileOptions,
  type TablePage,
  type TableRequest,
  type TableSelection,
  type TableSummary,
} from './tableData.ts';

type Readers = typeof import('../frame/tableSchemas.ts');

/** The rows of one page unless a request says otherwise, and the maximum. */
const DEFAULT_ROWS = 50;
const MAX_ROWS = 1_000;
/** Characters of a whole table as CSV. */
const MAX_CSV = 256 * 1024 ** 2;
/** Python lists no files in hidden folders. */
const FOLDER = '.glovebox-opened';
/** The modules that read files, by the ends of their names. Python has what the others need. */
const MODULES: ReadonlyMap<string, string> = new Map([['.parquet', 'pyarrow']]);

/** The rows of a table that are asked for. */
export interface TableQuery extends TableSelection {
  /** The number of rows before them, among those that match. @default 0 */
  offset?: number;
  /** The maximum of rows: from 1 to 1,000. @default 50 */
  limit?: number;
}

/**
 * The rows of the tables that code showed, `result.tables`: DataFrames and Series of pandas, lists of dicts. A session keeps the last 20,
 * with at most 256 MiB together, and the last one in any case; they are part of its snapshots. Each call waits for earlier runs. Over
 * millions of rows one may take seconds; Python that does not answer for 60 s is replaced. All methods throw TableError if the session does
 * not have the table any more, InvalidOptionError if a value can't be used, and the errors of `Sandbox.run` if the sandbox is closed or
 * reset, or its worker dies.
 */
export class SandboxTables {
  readonly #session: () => SandboxSession;

  /** @internal */
  constructor(session: () => SandboxSession) {
    this.#session = session;
  }

  /** Gives some rows of a table, sorted, searched and filtered over all of it. @param handle of the table */
  async page(handle: number, query: TableQuery = {}): Promise<TablePage> {
    const { offset = 0, limit = DEFAULT_ROWS } = query;
    checkSelection(query);
    checkNumber('offset', offset, 'a whole number, at least 0', isCount);
    checkNumber(
      'limit',
      limit,
      `a whole number from 1 to ${MAX_ROWS}`,
      (rows) => isCount(rows - 1) && rows <= MAX_ROWS,
    );
    return this.#ask({ kind: 'page', handle, ...query, offset, limit }, ({ readTablePage }) => readTablePage);
  }

  /** Counts the values of a column, over all rows. @param column its position */
  async summary(handle: number, column: number): Promise<TableSummary> {
    checkColumn(column);
    return this.#ask({ kind: 'summary', handle, column }, ({ readTableSummary }) => readTableSummary);
  }

  /**
   * Writes rows of a table as CSV, with all columns, whole texts and a line of names. Runs that wait go between its pieces.
   *
   * @throws TableError also for more than 256 MiB
   */
  async csv(handle: number, selection: TableSelection = {}): Promise<Blob> {
    checkSelection(selection);
    const pieces: string[] = [];
    let length = 0;
    for (let offset: number | null = 0; offset !== null; ) {
      const { text, next }: TableCsv = await this.#ask(
        { kind: 'csv', handle, ...selection, offset },
        ({ readTableCsv }) => readTableCsv,
      );
      pieces.push(text);
      length += text.length;
      if (length > MAX_CSV)
        throw new TableError('The table has more than 256 MiB as CSV. Write it to a file with Python.', {
          reason: 'too-large',
        });
      // Untrusted code may go round in circles.
      offset = next !== null && next > offset ? next : null;
    }
    return new Blob(pieces, { type: 'text/csv' });
  }

  /**
   * Reads a file as a table: CSV (`.csv`, `.tsv`), JSON with a list of objects (`.json`, `.jsonl`), a SQLite database (`.db`, `.sqlite`), a
   * workbook (`.xlsx`), and Parquet (`.parquet`), for which the package pyarrow is loaded as if code had imported it. Of a large file, the
   * first two million cells are read. The session keeps the last five, besides the tables that code showed.
   *
   * @param file a path in the working directory, or a file of the user, which the session does not keep
   * @throws TableError if the file can't be read, or the query fails; SandboxFileError if there is no room for it
   */
  async open(file: string | File, options: TableFileOptions = {}): Promise<TableFile> {
    if (typeof file === 'string') return this.#session().inTurn((...turn) => this.#open(file, options, ...turn));
    const path = `${FOLDER}/file${endingOf(file.name)}`;
    return this.#session().inTurn(async (interpreter, session) => {
      await interpreter.writeFile(path, await file.arrayBuffer());
      try {
        return await this.#open(path, options, interpreter, session);
      } finally {
        await interpreter.removeFile(FOLDER);
      }
    });
  }

  async #open(
    path: string,
    { part, query }: TableFileOptions,
    interpreter: Interpreter,
    session: AbortSignal,
  ): Promise<TableFile> {
    const module = MODULES.get(endingOf(path).toLowerCase());
    const problem = module && (await this.#session().languages.python.loadModule(module, interpreter, session));
    const request = { kind: 'file', path, ...(part !== undefined && { part }), ...(query && { query }) } as const;
    const opened = await ask(interpreter, request, ({ readTableFile }) => readTableFile);
    if (!problem || opened.table) return opened;
    return { ...opened, note: `Python reads such a file with the package ${module}. ${problem}` };
  }

  async #ask<Answer>(
    request: Exclude<TableRequest, { kind: 'file' }>,
    choose: (readers: Readers) => (json: unknown) => Answer | TableError,
  ): Promise<Answer> {
    checkNumber('handle', request.handle, 'that of a table in result.tables', isCount);
    return this.#session().inTurn((interpreter) => ask(interpreter, request, choose));
  }
}

function endingOf(path: string): string {
  const [ending] = /\.\w+$/.exec(path) ?? [''];
  return ending;
}

async function ask<Answer>(
  interpreter: Interpreter,
  request: TableRequest,
  choose: (readers: Readers) => (json: unknown) => Answer | TableError,
): Promise<Answer> {
  // Most pages never ask.
  const readers = await importChunk(() => import('../frame/tableSchemas.ts'));
  const answer = await interpreter.askTable(request, choose(readers));
  if (answer instanceof TableError) throw answer;
  return answer;
}

function checkSelection({ sortBy, filters = [] }: TableSelection): void {
  for (const { operator } of filters) checkChoice('operator', operator, TABLE_OPERATORS);
  for (const { column } of sortBy ? [sortBy, ...filters] : filters) checkColumn(column);
}

function checkColumn(column: number): void {
  if (isCount(column)) return;
  throw new InvalidOptionError('A column is given by its position: a whole number, at least 0.');
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
