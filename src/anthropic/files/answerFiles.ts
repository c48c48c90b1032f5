import type { Blob as InlineData } from '@google/genai';
import { extensionOf } from '../../answer/request/fileTypes.ts';
import type { KnownFile, KnownFiles } from '../../answer/request/knownFiles.ts';
import { fromBase64 } from '../../bytes/base64.ts';

/** How the ids of files begin that code made here. */
const PREFIX = 'file_local_';

/** A file that code made here. */
export interface MadeFile extends KnownFile {
  id: string;
  createdAt: Date;
}

/** The files that code made here, as `client.beta.files` finds them: by ids. */
export class AnswerFiles {
  readonly #known: KnownFiles;
  readonly #createdAt = new WeakMap<Blob, Date>();

  /** @param known keeps them, among the files that messages refer to */
  constructor(known: KnownFiles) {
    this.#known = known;
  }

  /** @returns its id */
  add({ mimeType = '', data = '', displayName }: InlineData): string {
    const id = `${PREFIX}${crypto.randomUUID().replaceAll('-', '')}`;
    const bytes = new Blob([fromBase64(data)], { type: mimeType });
    this.#createdAt.set(bytes, new Date());
    this.#known.addUpload([id], { bytes, mimeType, ...(displayName !== undefined && { displayName }) });
    return id;
  }

  async find(id: string): Promise<MadeFile | undefined> {
    const found = await this.#known.find(id);
    return found && { ...found, id, createdAt: this.#createdAt.get(found.bytes) ?? new Date() };
  }
}

/** Whether code made the file here; it may be forgotten. */
export function isMadeHere(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** The name of a file; pictures that were shown and not saved have none. */
export function nameOf({ id, displayName, mimeType = '' }: MadeFile): string {
  return displayName ?? `${id.slice(PREFIX.length, PREFIX.length + 8)}.${extensionOf(mimeType)}`;
}
