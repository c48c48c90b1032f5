/** What it costs to bring things out, and in. */
import { Sandbox } from '../../../src/entries/index.ts';
import { Echo } from './echo.ts';
import { type Row, time, type Ways } from './measure.ts';
import { runBoth } from './runRows.ts';
import { Stock } from './stock.ts';

/** Enough for what a line costs to count, and nothing else. */
const LINES = 200_000;
const PRINT_LINES = `for n in range(${LINES}): print(n)`;
const FILE_SIZE = 100_000_000;
const PICTURES = 20;

/** Makes a picture with nothing but the standard library. */
const MAKE_PNG = `
import struct, zlib
def png(shade):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\\0" + bytes((x + y + shade) % 256 for x in range(320)) for y in range(200))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 320, 200, 8, 0, 0, 0, 0))
    return b"\\x89PNG\\r\\n\\x1a\\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
class Picture:
    def __init__(self, shade):
        self.shade = shade
    def _repr_png_(self):
        return png(self.shade)
`;
const SHOW_PICTURES = `${MAKE_PNG}for shade in range(${PICTURES}): display(Picture(shade))`;
const SEND_PICTURES = `${MAKE_PNG}
from js import postMessage
from pyodide.ffi import to_js
for shade in range(${PICTURES}): postMessage(to_js(png(shade)))
`;

export function transferRows(): Row[] {
  return [
    {
      name: 'lines',
      against: 'stock Pyodide, a message per line',
      target: { ratio: 1.25 },
      times: 10,
      open: () => runBoth(PRINT_LINES),
    },
    {
      name: 'pictures',
      against: 'stock Pyodide, a message per picture',
      target: { ratio: 1 },
      times: 10,
      open: bringPictures,
    },
    {
      name: 'file',
      against: 'the same bytes, copied once, sent to a worker in a sealed frame and back',
      target: { ratio: 2 },
      times: 10,
      open: bringFile,
    },
  ];
}

async function bringPictures(): Promise<Ways> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  const stock = new Stock();
  return {
    ours: () => time(() => showPictures(sandbox)),
    reference: () => time(() => stock.run(SEND_PICTURES)),
    async close() {
      await sandbox.close();
      stock.end();
    },
  };
}

async function showPictures(sandbox: Sandbox): Promise<void> {
  let count = 0;
  await sandbox.run(SHOW_PICTURES, {
    onDisplay: () => {
      count += 1;
    },
  });
  if (count !== PICTURES) throw new Error(`${count} pictures came.`);
}

async function bringFile(): Promise<Ways> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  const echo = await Echo.sealed();
  return {
    ours: () => time(() => fileThereAndBack(sandbox)),
    reference: () =>
      time(() => {
        const bytes = new Uint8Array(FILE_SIZE).slice().buffer;
        return echo.send(bytes, [bytes]);
      }),
    async close() {
      await sandbox.close();
      echo.close();
    },
  };
}

async function fileThereAndBack(sandbox: Sandbox): Promise<void> {
  await sandbox.files.write('file.bin', new Uint8Array(FILE_SIZE));
  const { length } = await sandbox.files.read('file.bin');
  if (length !== FILE_SIZE) throw new Error(`The file came back with ${length} bytes.`);
}
