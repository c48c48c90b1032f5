/** Whether the page's own search is meant: the browser's, without Shift, stays as it is. Not in dialogs, which are above it. */
export function isFindKey(event: KeyboardEvent): boolean {
  if (event.key.toLowerCase() !== 'f' || !event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey))
    return false;
  return !event.composedPath().some((target) => target instanceof HTMLDialogElement);
}

/** Whether keys are meant for an element: a field, or anything in a dialog. */
export function takesText(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, dialog') !== null;
}
