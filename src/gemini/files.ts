import type { Content, Blob as InlineData, Part } from '@google/genai';

/** A file that the user sent, under the name that it has in the sandbox. */
export interface UserFile {
  name: string;
  mimeType: string;
  /** Base64, as it came. */
  data: string;
}

/** File name endings of the types that people send; whatever else comes is `.bin`. */
const ENDINGS: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/xml': 'xml',
  'application/zip': 'zip',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/javascript': 'js',
  'text/plain': 'txt',
  'text/tab-separated-values': 'tsv',
  'text/x-python': 'py',
  'text/xml': 'xml',
};

/**
 * Names the files that the user sent, in the order in which they came (`file_1.csv`, `file_2.png`), so that the names hold for as long
 * as the conversation goes on, and adds a line to each content that tells the model of them.
 */
export function nameFiles(contents: Content[]): { contents: Content[]; files: UserFile[] } {
  const files: UserFile[] = [];
  const named = contents.map((content) => {
    if (content.role !== 'user') return content;
    const sent = filesIn(content.parts ?? [], files.length);
    files.push(...sent);
    return sent.length > 0 ? { ...content, parts: [...(content.parts ?? []), { text: describe(sent) }] } : content;
  });
  return { contents: named, files };
}

function filesIn(parts: Part[], before: number): UserFile[] {
  // An image next to a function's response is what code made, not what the user sent.
  if (parts.some((part) => part.functionResponse)) return [];
  const blobs = parts.flatMap(({ inlineData }) => (inlineData?.data ? [inlineData] : []));
  return blobs.map(({ mimeType = '', data = '' }: InlineData, index) => {
    const type = mimeType.split(';')[0] ?? '';
    return { name: `file_${before + index + 1}.${ENDINGS[type] ?? 'bin'}`, mimeType: type, data };
  });
}

function describe(files: UserFile[]): string {
  const lines = files.map(({ name, mimeType, data }) => `${name} (${mimeType}, ${sizeOf(data)} bytes)`);
  return `Files in the working directory of run_python: ${lines.join(', ')}.`;
}

/** Bytes that base64 stands for. */
function sizeOf(base64: string): number {
  const padding = /={0,2}$/.exec(base64)?.[0].length ?? 0;
  return Math.floor((base64.length * 3) / 4) - padding;
}
