import type { NotebookRequest } from '../../chat/notebook/userNotebook.ts';

/** The user wants something of the cells of a notebook. Bubbles out of shadow roots. */
export class NotebookEvent extends Event {
  constructor(readonly request: NotebookRequest) {
    super('glove-notebook', { bubbles: true, composed: true });
  }
}

export function requestNotebook(element: EventTarget, request: NotebookRequest): void {
  element.dispatchEvent(new NotebookEvent(request));
}

declare global {
  interface GlobalEventHandlersEventMap {
    'glove-notebook': NotebookEvent;
  }
}
