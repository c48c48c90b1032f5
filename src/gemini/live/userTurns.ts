import type { Content, LiveSendClientContentParameters, Part } from '@google/genai';
import type { Dialect } from '../../answer/codec/dialect.ts';
import { encodeContents } from '../../answer/codec/encode.ts';
import { isBlob, isContent, listContents, withoutServerToolParts } from '../../answer/request/contents.ts';
import type { KnownFiles } from '../../answer/request/knownFiles.ts';
import { nameFiles, type UserFile } from '../../answer/request/userFiles.ts';

/** A Live model reads no documents: of a text it gets the beginning, and code reads the rest. */
const TEXT_LIMIT = 0;

/** Sends what the user says in a Live session, and keeps the files in it for Python. */
export class UserTurns {
  readonly #known: KnownFiles;
  readonly #dialect: Dialect;
  #files: readonly UserFile[] = [];
  /** Contents that wait until their files have been read. */
  #sending: Promise<void> | undefined;

  /** @param known the files that contents may refer to */
  constructor(known: KnownFiles, dialect: Dialect) {
    this.#known = known;
    this.#dialect = dialect;
  }

  get files(): readonly UserFile[] {
    return this.#files;
  }

  /** Sends contents in the order of the calls: at once, unless they, or contents before them, have files or code. */
  send(params: LiveSendClientContentParameters, send: (params: LiveSendClientContentParameters) => void): void {
    const { turns } = params;
    const isPlain = ![turns ?? []].flat().some(needsEncoding);
    if (isPlain && !this.#sending) {
      send(params);
      return;
    }
    const before = this.#sending ?? Promise.resolve();
    const sending = before
      .then(async () => send(isPlain || turns === undefined ? params : { ...params, turns: await this.#encode(turns) }))
      .catch((error) => reportError(error))
      .finally(() => {
        if (this.#sending === sending) this.#sending = undefined;
      });
    this.#sending = sending;
  }

  async #encode(turns: NonNullable<LiveSendClientContentParameters['turns']>): Promise<Content[]> {
    const said = withoutServerToolParts(await listContents(turns));
    const { contents, files } = await nameFiles(said, {
      textLimit: TEXT_LIMIT,
      known: this.#known,
      before: this.#files,
      runs: this.#dialect.functions.names.join(' and '),
    });
    this.#files = files;
    // The server refuses the parts of a tool that the session doesn't have: code of an earlier conversation becomes text.
    return encodeContents(contents.map(withoutDocuments), { ...this.#dialect, protocol: 'fences' });
  }
}

/** Whether something that the SDK takes as contents has files, or code of an earlier conversation. */
function needsEncoding(said: unknown): boolean {
  if (isBlob(said)) return true;
  if (typeof said !== 'object' || said === null) return false;
  const parts: readonly Part[] = isContent(said) ? (said.parts ?? []) : [said];
  return parts.some((part) => isBlob(part) || isFile(part) || isOfCode(part));
}

function isFile({ inlineData, fileData }: Part): boolean {
  return (inlineData ?? fileData) !== undefined;
}

function isOfCode({ executableCode, codeExecutionResult }: Part): boolean {
  return (executableCode ?? codeExecutionResult) !== undefined;
}

function withoutDocuments(content: Content): Content {
  if (!content.parts?.some(isDocument)) return content;
  return { ...content, parts: content.parts.filter((part) => !isDocument(part)) };
}

/** Whether a part is a file that no Live model takes. */
function isDocument({ inlineData, fileData }: Part): boolean {
  const file = inlineData ?? fileData;
  return file !== undefined && !/^(image|audio|video)\//.test(file.mimeType ?? '');
}
