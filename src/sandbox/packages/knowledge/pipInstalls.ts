import { canonicalName } from '../lock.ts';

/** As notebooks write it, with what worker/harness/notebook/syntax.py takes for it. */
const INSTALL = /^[ \t]*[!%]?[ \t]*(?:python3? -m )?(?:uv )?(?:pip3?|conda|mamba|micromamba) install[ \t]+([^#\n]+)/gm;
/** A call of Pyodide's installer, with its arguments. @see https://micropip.pyodide.org/en/stable/project/api.html */
const MICROPIP = /\bmicropip\.install\(([^()]*)\)/g;
/** The arguments of pip as those of a process: a list of texts, or one text. */
const PROCESS = /["']pip3?["'],\s*["']install["']((?:,\s*(?:"[^"\n]*"|'[^'\n]*'))*)/g;
const COMMAND = /\b(?:system|run|call|check_call)\(\s*["'](?:python3? -m )?pip3? install ([^"'\n]+)["']/g;
const TEXT = /"([^"\n]*)"|'([^'\n]*)'/g;
/** A requirement, whatever its version: the page has one version of a package. Neither an address nor a path is one. */
const NAME = /^["']?([A-Za-z\d][\w.-]*)(?=["'[<>=!~;,]|$)/;
/** Packages that one run may name in this way. */
const MAX_NAMES = 20;

/**
 * The canonical names of the packages that code asks for, without versions and options: with `!pip install` or `%pip install`, with micropip,
 * or with pip in another process. Names that the code computes are not found.
 */
export function pipInstalls(code: string): string[] {
  const lines = [INSTALL, COMMAND].flatMap((pattern) => [...code.matchAll(pattern)].map(([, words = '']) => words));
  const calls = [MICROPIP, PROCESS].flatMap((pattern) => [...code.matchAll(pattern)].map(([, texts = '']) => texts));
  const named = calls.flatMap((texts) => [...texts.matchAll(TEXT)].map(([, one, other]) => one ?? other ?? ''));
  const words = [...lines, ...named].flatMap((line) => line.trim().split(/\s+/));
  const names = words.flatMap((word) => NAME.exec(word)?.[1] ?? []).map(canonicalName);
  return [...new Set(names)].slice(0, MAX_NAMES);
}
