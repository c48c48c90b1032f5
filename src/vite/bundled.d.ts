declare module '*?bundled' {
  const text: string;
  export default text;
}

/** Facts about the engine that this build was made for. */
declare module 'virtual:engine-build' {
  /** The version of the package `pyodide`. */
  export const version: string;
  /** The size of each of its files in bytes, by name. */
  export const sizes: Readonly<Record<string, number>>;
  /** The hash of all its files in order, in hexadecimal. */
  export const sha256: string;
}

/** The document of the sealed frame and its Content Security Policy. */
declare module 'virtual:sealed-frame' {
  export const html: string;
  export const policy: string;
}

/** The files of a build for CDNs, except its entry. */
declare module 'virtual:part-hashes' {
  /** The name of each file, its SHA-256 in base64, and the indices of the files that it imports. */
  export const files: readonly (readonly [name: string, hash: string, imports: readonly number[]])[];
  /** The index of the file of each part, by the part's key. */
  export const parts: Readonly<Record<string, number>>;
}
