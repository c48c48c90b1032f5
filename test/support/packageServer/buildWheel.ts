import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';

export interface WheelSource {
  name: string;
  version: string;
  /** @default 'py3-none-any' */
  tag?: string;
  /** By path. */
  files: Record<string, string | Uint8Array>;
  /** Lines of `Requires-Dist`. */
  requires?: string[];
  requiresPython?: string;
}

export interface BuiltWheel {
  fileName: string;
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
  metadata: string;
  source: WheelSource;
}

/** Makes a real wheel. @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/ */
export function buildWheel(source: WheelSource): BuiltWheel {
  const { name, version, tag = 'py3-none-any' } = source;
  const escaped = name.replaceAll('-', '_');
  const folder = `${escaped}-${version}.dist-info`;
  const metadata = describe(source);
  const files = {
    ...source.files,
    [`${folder}/METADATA`]: metadata,
    [`${folder}/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: ${tag.endsWith('any')}\nTag: ${tag}\n`,
  };
  const lines = Object.entries(files).map(
    ([path, content]) => `${path},sha256=${digest(content, 'base64url')},${toBytes(content).length}\n`,
  );
  const bytes = pack({ ...files, [`${folder}/RECORD`]: `${lines.join('')}${folder}/RECORD,,\n` });
  return { fileName: `${escaped}-${version}-${tag}.whl`, bytes, sha256: digest(bytes, 'hex'), metadata, source };
}

/** Makes a zip file, the same one each time. */
export function pack(files: Record<string, string | Uint8Array>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(([path, content]) => [path, toBytes(content)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(entries), { mtime: new Date('2026-01-01') }));
}

export function digest(content: string | Uint8Array, encoding: 'hex' | 'base64url'): string {
  return createHash('sha256').update(content).digest(encoding);
}

function describe({ name, version, requires = [], requiresPython }: WheelSource): string {
  const fields = [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    ...(requiresPython === undefined ? [] : [`Requires-Python: ${requiresPython}`]),
    ...requires.map((line) => `Requires-Dist: ${line}`),
  ];
  return `${fields.join('\n')}\n\nRequires-Dist: is-not-a-header\n`;
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? strToU8(content) : content;
}
