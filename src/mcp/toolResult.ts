import type { FileInfo } from '../protocol.ts';
import { visibleName } from '../text/safeName.ts';
import type { CodeToolResult } from '../tool/codeTool.ts';
import { contentOf } from '../tool/declaration.ts';
import { uriOf } from './sandboxUris.ts';

/** A piece of a tool's result, as in MCP. */
export type ToolContent =
  | { type: 'text'; text: string }
  | { type: 'image'; mimeType: string; data: string }
  | { type: 'resource_link'; uri: string; name: string; mimeType: string; size: number };

/** A tool's result, as in MCP. Code made the texts, names and pictures in it: don't trust them. */
export interface ToolResult {
  content: ToolContent[];
  /** The same as data, as the tool's `outputSchema` describes it; absent if the tool could not do its work. */
  structuredContent?: Record<string, unknown>;
  isError: boolean;
}

const TEXT = { type: 'string' } as const;
const FILE = {
  type: 'object',
  properties: { path: TEXT, uri: TEXT, size: { type: 'number', description: 'Bytes.' }, mimeType: TEXT },
  required: ['path', 'uri', 'size', 'mimeType'],
} as const;
/** The JSON schema of a run's `structuredContent`. */
export const RUN_OUTPUT = {
  type: 'object',
  properties: {
    ok: { type: 'boolean', description: 'Whether the program ran to its end.' },
    status: { type: 'string', enum: ['ok', 'error', 'timeout'] },
    output: { type: 'string', description: 'The text that the program wrote, and its error.' },
    files: { type: 'array', items: FILE, description: 'The files that the program created or changed.' },
  },
  required: ['ok', 'status', 'output', 'files'],
} as const;

/** The result of a program that ran to its end, failed or was refused. */
export function ranResult(result: Omit<CodeToolResult, 'run'>): ToolResult {
  const { ok, status, output, isRefused } = result;
  const content: ToolContent[] = contentOf(result);
  if (isRefused) return { content, isError: true };
  const files = result.files.flatMap(describeFile);
  const links = files.map(({ path, ...file }) => ({
    type: 'resource_link' as const,
    name: visibleName(path),
    ...file,
  }));
  return { content: [...content, ...links], structuredContent: { ok, status, output, files }, isError: !ok };
}

/** The result of a tool that did its work. */
export function success(text: string, structuredContent: Record<string, unknown>): ToolResult {
  return { content: [{ type: 'text', text }], structuredContent, isError: false };
}

/** The result of a tool that could not do its work. */
export function failure(text: string): ToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}

/** A file with its address; none for a name that an address can't have. */
function describeFile({ path, size, mimeType }: FileInfo): (FileInfo & { uri: string })[] {
  const uri = uriOf(path);
  return uri === undefined ? [] : [{ path, uri, size, mimeType }];
}
