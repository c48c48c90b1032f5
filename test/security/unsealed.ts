/** Runs a probe where nothing holds it back: in a worker of the page. What it sends there arrives, or it was no attempt. */
export async function runUnsealed(source: string, out: string): Promise<void> {
  const program = `const OUT = ${JSON.stringify(out)};\n(async () => {\n${source}\n})().finally(() => postMessage('done'))`;
  const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  const worker = new Worker(address);
  try {
    await new Promise<void>((resolve) => {
      worker.onmessage = () => resolve();
      setTimeout(resolve, 5000);
    });
  } finally {
    worker.terminate();
    URL.revokeObjectURL(address);
  }
}
