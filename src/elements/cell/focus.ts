/** Elements in which code is written and run. */
const CELLS = new Set(['glove-code-cell', 'glove-cell']);
const FIELDS = 'input, textarea, select, [contenteditable="true"]';

/** Whether the user is typing something that does not belong to the cell that an element is in. */
export function isTypingOutsideCell(element: Element): boolean {
  const path = focusPath();
  if (!path.at(-1)?.matches(FIELDS)) return false;
  return !hostsOf(element).some((host) => CELLS.has(host.localName) && path.includes(host));
}

/** What has the keyboard: the element of the page, the one inside its shadow root, and so on. */
function focusPath(): Element[] {
  const path: Element[] = [];
  for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement ?? null) path.push(at);
  return path;
}

/** The elements whose shadow roots an element is in. */
function hostsOf(element: Element): Element[] {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? [root.host, ...hostsOf(root.host)] : [];
}
