/** Runs in a worker: imports what it is told to, and tells what became of it. */
const ENTRIES = import.meta.glob([
  '../../../src/entries/**/*.ts',
  '!**/widget.ts',
  '../../../src/widget/withoutElements.ts',
]);

self.onmessage = async ({ data }: MessageEvent<string>) => {
  const found = await ENTRIES[data]?.().then((module) => Object.keys(module as object).length > 0, String);
  self.postMessage(found);
};
