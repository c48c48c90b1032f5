/** The elements in which users edit and run code. */
const CELLS = new Set(['glove-code-cell', 'glove-cell']);
const FIELDS = 'input, textarea, select, [contenteditable="true"]';

/** Whether the user is typing outside of the cell that contains an element. */
export function isTypingOutsideCell(element: Element): boolean {
  const path = focusPath();
  if (!path.at(-1)?.matches(FIELDS)) return false;
  return !hostsOf(element).some((host) => CELLS.has(host.localName) && path.includes(host));
}

/** Returns the focused element of the page, the one in its shadow root, and so on. */
export function focusPath(): Element[] {
  const path: Element[] = [];
  for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement ?? null) path.push(at);
  return path;
}

/** Returns the hosts of the shadow roots that contain an element. */
function hostsOf(element: Element): Element[] {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? [root.host, ...hostsOf(root.host)] : [];
}
