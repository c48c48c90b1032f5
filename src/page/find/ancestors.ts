/** Goes through the elements around a node: out of shadow roots, and out of frames that this page can read. */
export function* ancestorsOf(node: Node): Generator<Element> {
  for (let parent = parentOf(node); parent; parent = parentOf(parent)) if ('tagName' in parent) yield parent as Element;
}

function parentOf(node: Node): Node | null {
  if (node.parentNode) return node.parentNode;
  if ('host' in node) return (node as ShadowRoot).host;
  return (node as Document).defaultView?.frameElement ?? null;
}
