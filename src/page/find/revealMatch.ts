import { ancestorsOf } from './ancestors.ts';
import type { Match } from './findMatches.ts';

/** A place in the window, in pixels. */
interface Box {
  top: number;
  left: number;
  width: number;
  height: number;
}

/** Opens what is folded around a match, and scrolls everything around it so that it is seen. */
export function revealMatch({ startContainer, startOffset, endContainer, endOffset }: Match): void {
  const ancestors = [...ancestorsOf(startContainer)];
  for (const element of ancestors) if (element.matches('details')) element.setAttribute('open', '');
  const range = (startContainer.ownerDocument ?? document).createRange();
  range.setStart(startContainer, startOffset);
  range.setEnd(endContainer, endOffset);
  for (const element of ancestors) {
    const box = inWindow(range.getBoundingClientRect(), startContainer);
    if (box.width > 0 || box.height > 0) scrollWithin(element, box);
  }
}

/** Puts a place into the middle of an element that scrolls. */
function scrollWithin(element: Element, box: Box): void {
  const { overflowX, overflowY } = getComputedStyle(element);
  const isPage = element === element.ownerDocument.documentElement;
  const seen = isPage ? windowOf(element) : inWindow(element.getBoundingClientRect(), element);
  if ((isPage || scrolls(overflowY)) && element.scrollHeight > element.clientHeight)
    element.scrollTop += box.top + box.height / 2 - seen.top - seen.height / 2;
  const isBeside = box.left < seen.left || box.left + box.width > seen.left + seen.width;
  if ((isPage || scrolls(overflowX)) && isBeside)
    element.scrollLeft += box.left + box.width / 2 - seen.left - seen.width / 2;
}

function scrolls(overflow: string): boolean {
  return overflow === 'auto' || overflow === 'scroll';
}

/** What is seen of a document: its frame, or the whole window. */
function windowOf({ ownerDocument }: Element): Box {
  const frame = ownerDocument.defaultView?.frameElement;
  if (frame) return inWindow(frame.getBoundingClientRect(), frame);
  return { top: 0, left: 0, width: innerWidth, height: innerHeight };
}

/** Moves a box that is measured within a frame to where the frame is. */
function inWindow({ top, left, width, height }: Box, { ownerDocument }: Node): Box {
  const frame = ownerDocument?.defaultView?.frameElement;
  if (!frame) return { top, left, width, height };
  const outer = inWindow(frame.getBoundingClientRect(), frame);
  return { top: top + outer.top, left: left + outer.left, width, height };
}
