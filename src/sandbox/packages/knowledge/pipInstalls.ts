import { canonicalName } from '../lock.ts';

/** As notebooks write it, with what worker/harness/notebook/syntax.py takes for it. */
const INSTALL = /^[ \t]*[!%]?[ \t]*(?:python3? -m )?(?:uv )?(?:pip3?|conda|mamba|micromamba) install[ \t]+([^#\n]+)/gm;
/** A requirement, whatever its version: the page has one version of a package. Neither an address nor a path is one. */
const NAME = /^["']?([A-Za-z\d][\w.-]*)(?=["'[<>=!~;,]|$)/;
/** Packages that one run may name in this way. */
const MAX_NAMES = 20;

/** The canonical names of the packages that code asks for with `!pip install` or `%pip install`, without versions and options. */
export function pipInstalls(code: string): string[] {
  const words = [...code.matchAll(INSTALL)].flatMap(([, words = '']) => words.trim().split(/\s+/));
  const names = words.flatMap((word) => NAME.exec(word)?.[1] ?? []).map(canonicalName);
  return [...new Set(names)].slice(0, MAX_NAMES);
}
