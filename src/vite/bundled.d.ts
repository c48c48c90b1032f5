declare module '*?bundled' {
  const text: string;
  export default text;
}

/** How many bytes each of the engine's files has, as they are served beside the page. */
declare module 'virtual:engine-sizes' {
  const sizes: Readonly<Record<string, number>>;
  export default sizes;
}
