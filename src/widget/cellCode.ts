/** What a cell's code can be written in, without JavaScript being needed to read it. */
const HOLDERS = 'script[type^="text/"], pre, code, textarea, template';

/**
 * The code inside an element: that of the first `<script type="text/python">`, `<pre>`, `<code>`, `<textarea>` or `<template>`, or else the
 * element's own text; without the empty lines around it, and the indentation that all of its lines have.
 */
export function readCode(element: Element): string {
  const holder = element.querySelector(HOLDERS) ?? element;
  const text = holder instanceof HTMLTemplateElement ? holder.content.textContent : holder.textContent;
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
