import { escapeControls } from './annotations.ts';
import { describeTool } from './signature.ts';
import type { Tool } from './tool.ts';

/** Tools that a model is told one by one, and characters of that. Beyond, it is told how to search. */
const MAX_TOLD = 30;
const MAX_LENGTH = 8_000;
/** Characters of the first line of a description. */
const MAX_SUMMARY_LENGTH = 300;

/**
 * Tells a model which tools its Python can call: up to 30 with their signatures and the first lines of their descriptions, of more only how to search them.
 * The descriptions are those of the tools, whoever wrote them.
 *
 * @returns an empty text if there are none
 * @example
 * ```ts
 * import { describeTools } from 'glovebox/sandbox';
 *
 * const words = describeTools({
 *   get_weather: {
 *     description: 'The weather in a city.',
 *     parameters: { properties: { city: { type: 'string' } }, required: ['city'] },
 *     execute: async ({ city }) => (await fetch(`/weather/${city}.json`)).json(),
 *   },
 * });
 * console.log(words); // … def get_weather(city: str): """The weather in a city."""
 * ```
 */
export function describeTools(tools: Readonly<Record<string, Tool>>): string {
  const names = Object.keys(tools);
  if (names.length === 0) return '';
  const stubs = names.length <= MAX_TOLD ? Object.entries(tools).map(([name, tool]) => stubOf(name, tool)) : [];
  const list = stubs.join('\n');
  if (stubs.length > 0 && list.length <= MAX_LENGTH) {
    return `Python can call these functions of the page: from tools import ${names.join(', ')}\n${list}`;
  }
  const search = freeName('search', tools);
  return (
    `Python can call ${names.length} functions of the page, in the module tools. Find those that you need: ` +
    `import tools; print(tools.${search}('some words')). Read about one: help(tools.its_name). Then call it: from tools import its_name`
  );
}

/** A tool as a line of Python: `def get_weather(city: str) -> dict: """The weather in a city."""` */
export function stubOf(name: string, tool: Tool): string {
  const { signature } = describeTool(tool);
  const summary = firstLineOf(tool.description);
  return `def ${name}${signature}: ${summary === '' ? '...' : `"""${summary}"""`}`;
}

function firstLineOf(description: unknown): string {
  const [line = ''] = typeof description === 'string' ? description.trim().split(/[\n\r\u2028\u2029]/, 1) : [];
  const short = line.length > MAX_SUMMARY_LENGTH ? `${line.slice(0, MAX_SUMMARY_LENGTH).trimEnd()} …` : line;
  // Nothing in it ends the docstring, or begins an escape.
  return escapeControls(short.replaceAll('"', "'").replaceAll('\\', '/')).trim();
}

/** The name that a function of the module itself has: a tool's name comes before it (worker/harness/host_tools.py). */
function freeName(name: string, tools: object): string {
  return Object.hasOwn(tools, name) ? freeName(`${name}_`, tools) : name;
}
