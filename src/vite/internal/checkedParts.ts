import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnyNode, ImportExpression } from 'acorn';
import MagicString from 'magic-string';
import type { Plugin, Rolldown } from 'vite';
import { walk } from 'zimmerframe';

const ID = 'virtual:part-hashes';
/** Where the hashes go when all parts are there. */
const PLACEHOLDER = '__GLOVEBOX_PARTS__';
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const RUNTIME = fileURLToPath(new URL('../../widget/importPart.ts', import.meta.url));

type Chunks = readonly Rolldown.OutputChunk[];

/**
 * Has the entry check each part against its hash before it imports it. The attribute `integrity` of a script covers the script alone, and
 * not what it imports. The entry must have no static imports, so that the attribute covers the hashes.
 *
 * @see https://w3c.github.io/webappsec-subresource-integrity/
 */
export function checkedParts(): Plugin {
  /** The modules that are imported dynamically, by key. */
  const imported = new Map<string, string>();
  return {
    name: 'glovebox-checked-parts',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load: (id) => (id === `\0${ID}` ? `export const { files, parts } = ${PLACEHOLDER};` : null),
    async transform(code, id) {
      if (!code.includes('import(') || id === RUNTIME) return null;
      const text = new MagicString(code);
      for (const { start, end, source } of dynamicImports(this.parse(code) as AnyNode)) {
        const resolved = await this.resolve(source, id);
        if (!resolved || resolved.external) continue;
        const key = hashOf(path.relative(ROOT, resolved.id), 'hex').slice(0, 8);
        imported.set(key, resolved.id);
        text.update(start, end, `importPart("${key}", () => ${code.slice(start, end)})`);
      }
      if (!text.hasChanged()) return null;
      return { code: text.prepend(`import { importPart } from ${JSON.stringify(RUNTIME)};\n`).toString(), map: null };
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
        const entry = chunks.find(({ isEntry }) => isEntry);
        if (!entry || entry.imports.length > 0)
          throw new Error(`The entry must have no static imports: ${entry?.imports.join(', ')}`);
        const hashes = JSON.stringify(listParts(chunks, entry, imported));
        entry.code = entry.code.replace(PLACEHOLDER, () => hashes);
      },
    },
  };
}

/** Lists each file with its hash and the indices of the files that it imports, and the index of the file of each part, by key. */
function listParts(chunks: Chunks, entry: Rolldown.OutputChunk, imported: ReadonlyMap<string, string>) {
  const others = chunks.filter((chunk) => chunk !== entry);
  const names = others.map(({ fileName }) => fileName);
  const files = others.map(({ fileName, code, imports }) => [
    fileName,
    hashOf(code, 'base64'),
    imports.filter((name) => name !== entry.fileName).map((name) => names.indexOf(name)),
  ]);
  const parts = [...imported].map(([key, id]) => {
    const chunk = chunks.find(({ moduleIds }) => moduleIds.includes(id));
    return [key, chunk ? names.indexOf(chunk.fileName) : -1] as const;
  });
  return { files, parts: Object.fromEntries(parts.filter(([, index]) => index >= 0)) };
}

interface DynamicImport {
  start: number;
  end: number;
  source: string;
}

function dynamicImports(program: AnyNode): DynamicImport[] {
  const found: DynamicImport[] = [];
  walk<AnyNode, null>(program, null, {
    ImportExpression({ start, end, source }: ImportExpression, { next }) {
      if (source.type === 'Literal' && typeof source.value === 'string')
        found.push({ start, end, source: source.value });
      next();
    },
  });
  return found;
}

function hashOf(text: string, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(text).digest(encoding);
}
