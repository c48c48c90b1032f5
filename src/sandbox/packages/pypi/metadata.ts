import { unzipSync } from 'fflate';

/** The fields of a wheel's METADATA that are used here. */
export interface WheelMetadata {
  requiresPython: string;
  requiresDist: string[];
}

/**
 * Reads a METADATA file: headers as in mail, up to the first empty line.
 * @see https://packaging.python.org/en/latest/specifications/core-metadata/
 */
export function readMetadata(text: string): WheelMetadata {
  const [head = ''] = text.replaceAll('\r\n', '\n').split('\n\n', 1);
  const headers = head.replaceAll(/\n[ \t]+/g, ' ').split('\n');
  const all = (field: string) =>
    headers.filter((line) => line.toLowerCase().startsWith(field)).map((line) => line.slice(field.length).trim());
  return { requiresPython: all('requires-python:')[0] ?? '', requiresDist: all('requires-dist:') };
}

/** Reads a wheel's METADATA and the names of its top-level modules. */
export function readWheel(bytes: ArrayBuffer): WheelMetadata & { modules: string[] } {
  const paths: string[] = [];
  const files = unzipSync(new Uint8Array(bytes), {
    filter: ({ name }) => {
      paths.push(name);
      return /^[^/]+\.dist-info\/METADATA$/.test(name);
    },
  });
  const [metadata] = Object.values(files);
  return { ...readMetadata(new TextDecoder().decode(metadata)), modules: modulesAmong(paths) };
}

function modulesAmong(paths: string[]): string[] {
  const modules = paths.map((path) => /^(\w+)(?:\/|\.(?:\w[\w-]*\.)?(?:py|so)$)/.exec(path)?.[1]);
  return [...new Set(modules.filter((module) => module !== undefined))];
}
