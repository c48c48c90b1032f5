/** The elements that can contain the code of a cell, readable without JavaScript. */
const CONTAINERS = 'script[type^="text/"], pre, code, textarea, template';

/**
 * Returns the code inside an element: that of the first `<script type="text/python">`, `<pre>`, `<code>`, `<textarea>` or `<template>`, or
 * else the element's own text. Empty lines around it and common indentation are removed.
 */
export function readCode(element: Element): string {
  const container = element.querySelector(CONTAINERS) ?? element;
  const text = container instanceof HTMLTemplateElement ? container.content.textContent : container.textContent;
  return dedent(text ?? '');
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
