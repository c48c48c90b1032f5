import type { ToolDescription } from '../../src/protocol.ts';

/** A tool that was found. */
export interface FoundTool {
  name: string;
  /** What it does, and its parameters. */
  documentation: string;
  /** The names of its parameters, in order. */
  parameters: string[];
}

/** Finds tools by words of their names and descriptions, as Python does: the best first (worker/harness/host_tools.py). */
export function searchTools(tools: Record<string, ToolDescription>, query: string, limit: number): FoundTool[] {
  const words = wordsOf(query);
  return Object.entries(tools)
    .map(([name, about]) => ({ name, about, score: scoreOf(words, name, about.documentation.toLowerCase()) }))
    .filter(({ score }) => score > 0 || words.length === 0)
    .sort((one, other) => other.score - one.score || one.name.length - other.name.length)
    .slice(0, limit)
    .map(({ name, about: { documentation, parameters } }) => ({
      name,
      documentation,
      parameters: parameters.map((parameter) => parameter.name),
    }));
}

function scoreOf(words: readonly string[], name: string, documentation: string): number {
  const parts = wordsOf(name);
  const inName = words.map((word) => {
    if (parts.includes(word)) return 3;
    return name.toLowerCase().includes(word) ? 2 : 0;
  });
  const isWholeName = words.join(' ') === parts.join(' ');
  const inDocumentation = words.filter((word) => documentation.includes(word)).length;
  return inName.reduce<number>((sum, each) => sum + each, 0) + (isWholeName ? 2 : 0) + inDocumentation;
}

function wordsOf(text: string): string[] {
  const apart = text.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  return apart.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
