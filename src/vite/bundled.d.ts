declare module '*?bundled' {
  const text: string;
  export default text;
}

/** The engine that this build was made for. */
declare module 'virtual:engine-build' {
  /** How many bytes each of its files has, by name. */
  export const sizes: Readonly<Record<string, number>>;
  /** Of its files, one after the other, in hexadecimal. */
  export const sha256: string;
}

/** The document of the sealed frame, and the policy that is in it. */
declare module 'virtual:sealed-frame' {
  export const html: string;
  export const policy: string;
}
