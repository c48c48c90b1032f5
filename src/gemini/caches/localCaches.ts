import type { CachedContent, CreateCachedContentParameters, GoogleGenAI, Tool } from '@google/genai';
import type { LocalPythonOptions } from '../../answer/options.ts';
import { codeExecutionIn, encodeConfig, FIRST_REQUEST, withoutOurOptions } from '../../answer/request/config.ts';
import type { KnownFiles } from '../../answer/request/knownFiles.ts';
import {
  type ApiTraits,
  type CacheDialect,
  type LocalCache,
  prepareRequest,
} from '../../answer/request/prepareRequest.ts';
import { readRequestOptions } from '../../answer/request/requestOptions.ts';
import type { UserFile } from '../../answer/request/userFiles.ts';
import { fromBase64 } from '../../bytes/base64.ts';
import { markCache, readCacheMark } from './cacheMark.ts';

type Caches = GoogleGenAI['caches'];

/** Caches to remember. */
const MAX_REMEMBERED = 256;

/** Makes caches whose model runs code in the sandbox, and recognises them. */
export class LocalCaches {
  readonly #api: Caches;
  readonly #options: LocalPythonOptions;
  readonly #traits: ApiTraits;
  readonly #known: KnownFiles;
  readonly #dialects = new Map<string, Promise<CacheDialect | undefined>>();
  /** The files in the contents of caches that were made here, without their bytes. */
  readonly #files = new Map<string, Omit<UserFile, 'data'>[]>();

  constructor(api: Caches, options: LocalPythonOptions, traits: ApiTraits, known: KnownFiles) {
    this.#api = api;
    this.#options = options;
    this.#traits = traits;
    this.#known = known;
  }

  /** @throws InvalidOptionError if the display name is too long */
  async create(params: CreateCachedContentParameters): Promise<CachedContent> {
    const { model, config = {} } = params;
    const tool = codeExecutionIn(config.tools);
    const { options } = readRequestOptions(this.#options, tool);
    if (!tool || options.mode === 'server') {
      const tools = config.tools?.map(withoutOurOptions) as Tool[] | undefined;
      return this.#api.create(tools ? { ...params, config: { ...config, tools } } : params);
    }
    const { contents = [], displayName, systemInstruction, tools, toolConfig } = config;
    const asked = {
      ...(tools && { tools }),
      ...(toolConfig && { toolConfig }),
      ...(systemInstruction && { systemInstruction }),
    };
    const { request, files } = await prepareRequest({ model, contents, config: asked }, options, this.#traits);
    // A cached mode that makes the model call functions in every turn could not be changed after the first one.
    const encoded = encodeConfig(asked, request, { ...FIRST_REQUEST, runs: 1 });
    const created = await this.#api.create({
      ...params,
      config: {
        ...config,
        ...(encoded.systemInstruction && { systemInstruction: encoded.systemInstruction }),
        ...(encoded.toolConfig && { toolConfig: encoded.toolConfig }),
        tools: encoded.tools as Tool[],
        ...(request.contents.length > 0 && { contents: request.contents }),
        displayName: markCache(displayName, request.dialect),
      },
    });
    if (created.name) this.#remember(keyOf(created.name), request.dialect, files);
    return created;
  }

  async delete(...params: Parameters<Caches['delete']>): ReturnType<Caches['delete']> {
    const deleted = await this.#api.delete(...params);
    const key = keyOf(params[0].name);
    this.#dialects.delete(key);
    for (const { name } of this.#files.get(key) ?? []) this.#known.forget(fileKey(key, name));
    this.#files.delete(key);
    return deleted;
  }

  /** @returns `undefined` if the cache was made without code execution, or for code on Google's servers */
  async find(name: string | undefined): Promise<LocalCache | undefined> {
    if (!name) return undefined;
    const key = keyOf(name);
    const asked = this.#dialects.get(key) ?? this.#ask(name);
    this.#dialects.set(key, asked);
    for (const oldest of this.#dialects.keys()) if (this.#dialects.size > MAX_REMEMBERED) this.#dialects.delete(oldest);
    try {
      const dialect = await asked;
      return dialect && { ...dialect, files: await this.#filesOf(key) };
    } catch (error) {
      this.#dialects.delete(key);
      throw error;
    }
  }

  async #ask(name: string): Promise<CacheDialect | undefined> {
    return readCacheMark((await this.#api.get({ name })).displayName);
  }

  #remember(key: string, dialect: CacheDialect, files: readonly UserFile[]): void {
    this.#dialects.set(key, Promise.resolve(dialect));
    if (files.length === 0) return;
    this.#files.set(
      key,
      files.map(({ name, mimeType }) => ({ name, mimeType })),
    );
    for (const { name, data } of files) {
      const bytes = typeof data === 'string' ? new Blob([fromBase64(data)]) : data;
      this.#known.addUpload([fileKey(key, name)], { bytes });
    }
  }

  async #filesOf(key: string): Promise<UserFile[]> {
    const found: UserFile[] = [];
    for (const file of this.#files.get(key) ?? []) {
      const known = await this.#known.find(fileKey(key, file.name));
      if (known) found.push({ ...file, data: known.bytes });
    }
    return found;
  }
}

/** The resource name; methods also take it without `cachedContents/`. */
function keyOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function fileKey(cache: string, file: string): string {
  return `cachedContents/${cache}/${file}`;
}
