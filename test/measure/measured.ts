/** How what was measured gets into a document. */
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';

/** Says when and where something was measured. @param browser with its version */
export function describeMachine(browser: string): string {
  const [processor] = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 1e9);
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${day}: ${os.cpus().length} × ${processor?.model.trim()}, ${gigabytes} GB, ${os.type()}; ${browser}.`;
}

/** Replaces what was measured last: a document has it between two marks of this name. @throws Error if it has no such marks */
export async function writeBetweenMarks(document: string, name: string, text: string): Promise<void> {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const place = new RegExp(`(?<=${start}\\n).*(?=${end})`, 's');
  const before = await readFile(document, 'utf8');
  if (!place.test(before)) throw new Error(`${document} has no place for the table: ${start} and ${end}.`);
  await writeFile(
    document,
    before.replace(place, () => text),
  );
}
