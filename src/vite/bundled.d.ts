declare module '*?bundled' {
  const text: string;
  export default text;
}

/** How many bytes each of the engine's files has, as they are served beside the page. */
declare module 'virtual:engine-sizes' {
  const sizes: Readonly<Record<string, number>>;
  export default sizes;
}

/** The document of the sealed frame, and the policy that is in it. */
declare module 'virtual:sealed-frame' {
  export const html: string;
  export const policy: string;
}
