import type { Mode } from '../answer/options.ts';
import type { CellCode } from '../chat/python/userRuns.ts';
import type { Introspection } from '../sandbox/introspection.ts';
import type { SandboxTables } from '../sandbox/tables/sandboxTables.ts';

/** A request of the user to Python. */
export type PythonRequest =
  | { type: 'run'; code: CellCode }
  /** The cell shows the model's code again: removes the user's run. */
  | { type: 'forget-run'; cell: string }
  /** Without a cell, all runs are stopped. */
  | { type: 'stop'; cell?: string }
  /** An editor has questions about names. Gets `undefined` if Python is not ready for them. */
  | { type: 'introspect'; give: (introspection: Introspection | undefined) => void }
  /** A table is to be sorted, searched or paged. Gets `undefined` if Python is not ready. */
  | { type: 'tables'; give: (tables: SandboxTables | undefined) => void }
  | { type: 'rewind' }
  | { type: 'reset' }
  | { type: 'add-files'; files: readonly File[] }
  | { type: 'preview-file'; path: string }
  /** A thumbnail, or a file that code shows, is wanted. Gets `undefined` if the file can't be read. */
  | { type: 'read-file'; path: string; give: (bytes: Uint8Array<ArrayBuffer> | undefined) => void }
  | { type: 'download-file'; path: string }
  | { type: 'remove-file'; path: string }
  | { type: 'choose-mode'; mode: Mode };

/** A request to the owner of the session. Bubbles out of shadow roots. */
export class PythonRequestEvent extends Event {
  constructor(readonly request: PythonRequest) {
    super('glove-python', { bubbles: true, composed: true });
  }
}

export function requestPython(element: EventTarget, request: PythonRequest): void {
  element.dispatchEvent(new PythonRequestEvent(request));
}

/** Asks the owner of the session for what answers questions about names. @returns `undefined` if Python is not ready for them */
export function requestIntrospection(element: EventTarget): Promise<Introspection | undefined> {
  return new Promise((give) => requestPython(element, { type: 'introspect', give }));
}

declare global {
  interface GlobalEventHandlersEventMap {
    'glove-python': PythonRequestEvent;
  }
}
