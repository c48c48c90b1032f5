import type { Blob as InlineData } from '@google/genai';
import { toBase64 } from '../../bytes/base64.ts';
import { SandboxFileError } from '../../errors.ts';
import type { CodeExecutor } from '../../sandbox/codeExecutor.ts';
import type { RunResult } from '../../sandbox/result.ts';

/** Files of one run that become parts, and their bytes together: histories are sent again and again, and stored. */
const MAX_WRITTEN_FILES = 20;
const MAX_WRITTEN_BYTES = 10_000_000;

/** Reads the files that a run wrote, in order, without those that are too large. Its pictures are parts already. */
export async function readWrittenFiles({ files, results }: RunResult, sandbox: CodeExecutor): Promise<InlineData[]> {
  const shown = new Set(results.map(({ path }) => path));
  const read: InlineData[] = [];
  let left = MAX_WRITTEN_BYTES;
  for (const { path, size, mimeType } of files) {
    if (shown.has(path) || size > left || read.length === MAX_WRITTEN_FILES) continue;
    const bytes = await readIfThere(sandbox, path);
    // The frame may have told another size.
    if (!bytes || bytes.length > left) continue;
    left -= bytes.length;
    read.push({ displayName: path, mimeType, data: toBase64(bytes) });
  }
  return read;
}

/** Background work of the program may have removed the file. */
async function readIfThere(sandbox: CodeExecutor, path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await sandbox.files.read(path);
  } catch (error) {
    if (error instanceof SandboxFileError) return undefined;
    throw error;
  }
}
