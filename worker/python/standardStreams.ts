import type { PyodideAPI } from 'pyodide';
import type { OutputChunk } from '../../src/protocol.ts';
import type { Output } from '../common/output.ts';
import { moduleOf } from './emscripten.ts';

/** The file descriptors of stdin, stdout and stderr. */
const DESCRIPTORS = [0, 1, 2];

/**
 * Connects Python's output. Reading from the descriptor of stdin fails: `sys.stdin` asks the page (harness/standard_library/user_input.py).
 *
 * @returns a function that restores the file descriptors if code has closed (`os.close(1)`) or replaced (`os.dup2(file, 1)`) them
 */
export function connectStreams(pyodide: PyodideAPI, output: Output): () => void {
  const to = (stream: OutputChunk['stream']) => ({
    write(bytes: Uint8Array): number {
      output.write(stream, bytes);
      return bytes.length;
    },
    isatty: false,
  });
  pyodide.setStdout(to('stdout'));
  pyodide.setStderr(to('stderr'));
  pyodide.setStdin({ error: true });
  const { streams } = moduleOf(pyodide).FS;
  const own = DESCRIPTORS.map((descriptor) => streams[descriptor]);
  return () => {
    for (const [descriptor, stream] of own.entries()) {
      if (!stream || (streams[descriptor] === stream && stream.fd === descriptor)) continue;
      streams[descriptor] = stream;
      // A stream that was closed has lost its number.
      stream.fd = descriptor;
    }
  };
}
