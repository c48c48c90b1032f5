/** Where a place in a text is in the window, in CSS pixels. */
export interface Place {
  left: number;
  /** Of its line, as `bottom`. */
  top: number;
  bottom: number;
}

/**
 * Finds a place in preformatted text whose lines are all equally high.
 *
 * @param text the text's element, without padding above
 * @param end a place in the text, in units of UTF-16
 */
export function placeOfText(text: HTMLElement, end: number): Place {
  const content = text.textContent.slice(0, end);
  const lineStart = content.lastIndexOf('\n') + 1;
  const { left, top } = text.getBoundingClientRect();
  const lineHeight = Number.parseFloat(getComputedStyle(text).lineHeight);
  const lineTop = top + (content.split('\n').length - 1) * lineHeight;
  const right = lineStart < end ? rangeOf(text, lineStart, end).getBoundingClientRect().right : left;
  return { left: right, top: lineTop, bottom: lineTop + lineHeight };
}

/** The text may be in several nodes, a colour each. */
function rangeOf(text: HTMLElement, start: number, end: number): Range {
  const range = document.createRange();
  const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = nodes.nextNode(); node && before < end; node = nodes.nextNode()) {
    const { length } = node.textContent ?? '';
    const isIn = (place: number) => place >= before && place <= before + length;
    if (isIn(start)) range.setStart(node, start - before);
    if (isIn(end)) range.setEnd(node, end - before);
    before += length;
  }
  return range;
}
