declare module '*?bundled' {
  const text: string;
  export default text;
}

/** Facts about the engine that this build was made for. */
declare module 'virtual:engine-build' {
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
