import { toBase64 } from '../../bytes/base64.ts';
import { report } from '../../language/en/report.ts';
import { escapeHtml } from '../../text/escapeHtml.ts';
import { downloadName, visibleName } from '../../text/safeName.ts';

/** Bytes of a file that is in the report. Larger ones are named. */
const MAX_SIZE = 256 * 1024;

/** Writes the files of a question: small ones can be saved from the report. */
export async function writeFiles(files: readonly File[]): Promise<string> {
  if (files.length === 0) return '';
  const names = await Promise.all(files.map(writeFile));
  return `<p class="facts">${escapeHtml(report.files)} ${names.join(', ')}</p>`;
}

async function writeFile(file: File): Promise<string> {
  const name = escapeHtml(visibleName(file.name));
  if (file.size > MAX_SIZE) return name;
  const bytes = toBase64(new Uint8Array(await file.arrayBuffer()));
  return `<a download="${escapeHtml(downloadName(file.name))}" href="data:application/octet-stream;base64,${bytes}">${name}</a>`;
}
