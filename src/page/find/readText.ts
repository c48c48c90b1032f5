/** What is between two breaks of what is shown: a paragraph, a line of a table, a program. */
export interface Passage {
  readonly text: string;
  /** The text nodes, each with its place in the text. All are in one tree. */
  readonly nodes: readonly { node: Text; start: number }[];
}

/** What has style sheets of its own. */
export type Root = Document | ShadowRoot;

interface Reading {
  passages: Passage[];
  roots: Set<Root>;
  nodes: { node: Text; start: number }[];
  text: string;
}

/** Elements that stand within a line. Any other begins a passage. */
const WITHIN_LINES = new Set([
  ...['a', 'b', 'bdi', 'code', 'del', 'em', 'i', 'kbd', 's', 'small', 'span', 'strong', 'sub', 'sup'],
  ...['math', 'semantics', 'mrow', 'mi', 'mo', 'mn', 'ms', 'mtext', 'msup', 'msub', 'msubsup'],
]);

/** What is no content of the conversation: controls, facts about it, and words that are not shown. */
const LEFT_OUT = [
  ...['button', 'input', 'textarea', 'select', 'header', 'footer', 'dialog', '[hidden]'],
  ...['.visually-hidden', '.api', 'style', 'script', 'template', 'annotation'],
  ...['glove-announcer', 'glove-turn-actions'],
].join();

/**
 * Reads what an element shows, with the shadow roots and the documents of frames in it, as far as this page can read them.
 *
 * @returns the passages in their order, and the roots with text
 */
export function readText(element: Element): Pick<Reading, 'passages' | 'roots'> {
  const reading: Reading = { passages: [], roots: new Set(), nodes: [], text: '' };
  readElement(element, reading);
  endPassage(reading);
  return reading;
}

function readElement(element: Element, reading: Reading): void {
  if (element.matches(LEFT_OUT)) return;
  const isWithin = WITHIN_LINES.has(element.localName);
  if (!isWithin) endPassage(reading);
  const root = element.shadowRoot ?? frameDocument(element);
  if (root) reading.roots.add(root);
  readChildren(root && 'body' in root ? root.body : (root ?? element), reading);
  if (!isWithin) endPassage(reading);
}

function readChildren(parent: ParentNode, reading: Reading): void {
  for (const child of parent.childNodes) {
    // Nodes of a frame's document are not of this window's classes.
    if (child.nodeType === Node.ELEMENT_NODE) readElement(child as Element, reading);
    else if (child.nodeType === Node.TEXT_NODE) addText(child as Text, reading);
  }
}

function addText(node: Text, reading: Reading): void {
  if (node.data === '') return;
  reading.nodes.push({ node, start: reading.text.length });
  reading.text += node.data;
}

function endPassage(reading: Reading): void {
  const { text, nodes } = reading;
  if (text.trim() !== '') reading.passages.push({ text, nodes });
  reading.nodes = [];
  reading.text = '';
}

/** `null` for sealed frames, and until the document is there. */
function frameDocument(element: Element): Document | null {
  const shown = element instanceof HTMLIFrameElement ? element.contentDocument : null;
  return shown?.body ? shown : null;
}
