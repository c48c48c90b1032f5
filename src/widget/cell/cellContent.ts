/** The elements that can contain the code of a cell, readable without JavaScript. */
const CONTAINERS = 'script[type^="text/"], pre, code, textarea, template';

/** What a cell's content has beside its code, by the attribute `slot`. */
export type PartName = 'setup' | 'check' | 'hint' | typeof SHOWN_HINT | 'solution';

/** The slot of a hint that the learner has seen. */
export const SHOWN_HINT = 'shown-hint';

/**
 * Returns the code inside an element: that of the first `<script type="text/python">`, `<pre>`, `<code>`, `<textarea>` or `<template>`, or
 * else the element's own text. Empty lines around it and common indentation are removed. Children with an attribute `slot` are no code.
 */
export function readCode(element: Element): string {
  const children = [...element.childNodes].filter((child) => !(child instanceof Element && child.slot !== ''));
  const containers = children.map((child) => (child instanceof Element ? containerIn(child) : undefined));
  const [container] = containers.filter((found) => found !== undefined);
  const text = container
    ? textOf(container)
    : children.map(({ nodeType, textContent }) => (nodeType === Node.COMMENT_NODE ? '' : textContent)).join('');
  return dedent(text);
}

/** Returns the children with this name, in order. */
export function partsOf(element: Element, name: PartName): HTMLElement[] {
  return [...element.children].filter(
    (child): child is HTMLElement => child instanceof HTMLElement && child.slot === name,
  );
}

/** Returns the code of each child with this name. */
export function readParts(element: Element, name: PartName): string[] {
  return partsOf(element, name).map((part) => dedent(textOf(containerIn(part) ?? part)));
}

/** Whether a cell is more than code to run: an exercise. */
export function hasExercise(element: Element): boolean {
  return [...element.children].some(({ slot }) => ['check', 'hint', 'solution'].includes(slot));
}

export function dedent(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const isBlank = (line: string | undefined) => line !== undefined && line.trim() === '';
  while (isBlank(lines[0])) lines.shift();
  while (isBlank(lines.at(-1))) lines.pop();
  const indents = lines.filter((line) => !isBlank(line)).map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents, Number.POSITIVE_INFINITY);
  return lines.map((line) => (isBlank(line) ? '' : line.slice(shared))).join('\n');
}

function containerIn(element: Element): Element | undefined {
  return element.matches(CONTAINERS) ? element : (element.querySelector(CONTAINERS) ?? undefined);
}

function textOf(element: Element): string {
  return (element instanceof HTMLTemplateElement ? element.content : element).textContent ?? '';
}
