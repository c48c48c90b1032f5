import { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import type { CacheDialect } from '../../answer/request/prepareRequest.ts';
import { InvalidOptionError } from '../../errors.ts';

/** In characters. @see https://ai.google.dev/api/caching#CachedContent */
const MAX_DISPLAY_NAME = 128;

/**
 * Adds a mark to the display name of a cache whose tools are our functions. The API returns the display name, but not the tools, so that any
 * client can tell such a cache, also after a reload.
 *
 * @throws InvalidOptionError if the display name is too long
 */
export function markCache(displayName: string | undefined, { protocol, functions, circulates }: CacheDialect): string {
  const facts = [...(protocol === 'fences' ? ['fences'] : []), ...(circulates ? ['tools'] : []), ...functions.names];
  const mark = `[glovebox ${facts.join(' ')}]`;
  const marked = displayName ? `${displayName} ${mark}` : mark;
  if (marked.length <= MAX_DISPLAY_NAME) return marked;
  throw new InvalidOptionError(
    `The \`displayName\` of a cache with code execution takes at most ${MAX_DISPLAY_NAME - mark.length - 1} characters.`,
  );
}

/** @returns `undefined` if code does not run in the sandbox */
export function readCacheMark(displayName = ''): CacheDialect | undefined {
  const [, facts] = /\[glovebox ([\w ]+)\]$/.exec(displayName) ?? [];
  if (facts === undefined) return undefined;
  const words = facts.split(' ');
  return {
    protocol: words.includes('fences') ? 'fences' : 'functions',
    functions: CodeFunctions.of(words),
    circulates: words.includes('tools'),
  };
}
