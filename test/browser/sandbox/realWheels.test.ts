import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { Checkpoint, Sandbox, type SandboxOptions } from '../../../src/entries/index.ts';
import { freshSandbox } from './freshSandbox.ts';
import { needsWheels } from './needsWheels.ts';

const { origin: MIRROR, realPackages } = inject('mirror');
const NEEDED = ['numpy', 'pillow', 'python-dateutil', 'pytz'];

describe.each(realPackages)('with the real wheels, in Python $python,', (packages) => {
  const OPTIONS: SandboxOptions = { assets: `${MIRROR}/${packages.folder}/`, packages: 'vendored' };

  let sandbox: Sandbox;
  beforeAll(async () => {
    if (packages.names.length > 0) sandbox = await Sandbox.create(OPTIONS);
  });
  afterAll(() => sandbox?.close());

  beforeEach((context) => needsWheels(context, NEEDED, packages));

  describe('numpy', () => {
    it('solves, transforms and draws random numbers', async () => {
      const code = [
        'import numpy as np',
        'solution = np.linalg.solve(np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([9.0, 8.0]))',
        'print(solution.round(6).tolist())',
        'print(round(float(np.linalg.det(np.diag([2.0, 3.0, 4.0]))), 6))',
        'wave = np.cos(2 * np.pi * 5 * np.arange(64) / 64)',
        'print(int(np.argmax(np.abs(np.fft.rfft(wave)))))',
        'print(np.random.default_rng(42).integers(0, 100, 5).tolist())',
      ].join('\n');
      const { status, output } = await sandbox.run(code);
      expect({ status, output }).toEqual({
        status: 'ok',
        output: '[2.0, 3.0]\n24.0\n5\n[8, 77, 65, 43, 43]\n',
      });
    });

    it('has its arrays shown as a notebook shows them', async () => {
      const small = await sandbox.run('import numpy as np\nnp.arange(6).reshape(2, 3)');
      expect(small.results).toEqual([
        { source: 'result', data: { 'text/plain': 'array([[0, 1, 2],\n       [3, 4, 5]])' } },
      ]);
      const large = await sandbox.run('np.zeros((3000, 3000))');
      expect(large.results[0]?.data['text/plain']).toMatch(/^array\(\[\[0\., 0\., 0\., \.\.\., 0\., 0\., 0\.\],\n/);
      expect((await sandbox.run('np.float64(1) / 3')).output).toBe('np.float64(0.3333333333333333)\n');
    });

    it('has errors that name the line of the user', async () => {
      const { error } = await sandbox.run('import numpy as np\nnp.linalg.inv(np.zeros((2, 3)))');
      expect(error).toMatchObject({ type: 'numpy.linalg.LinAlgError', message: expect.stringContaining('square') });
      expect(error?.traceback).toContain('line 2, in <module>\n    np.linalg.inv(np.zeros((2, 3)))');
    });

    const LOOP = 'print("on")\nwhile True:\n    matrix = np.linalg.qr(np.random.rand(60, 60))[0]';

    it('keeps its variables when a run times out', async () => {
      await sandbox.run('import numpy as np\nkept = np.arange(4) * 2');
      const result = await sandbox.run(LOOP, { timeout: 500 });
      expect(result).toMatchObject({ status: 'timeout' });
      expect(result.recovery).toBeUndefined();
      expect((await sandbox.run('int(kept.sum())')).output).toBe('12\n');
    });

    it('keeps its variables when a run is stopped', async () => {
      await sandbox.run('import numpy as np\nkept = np.arange(4) * 3');
      const stop = new AbortController();
      const onOutput = () => setTimeout(() => stop.abort(), 100);
      await expect(sandbox.run(LOOP, { signal: stop.signal, onOutput })).rejects.toMatchObject({ name: 'AbortError' });
      expect((await sandbox.run('int(kept.sum())')).output).toBe('18\n');
    });

    it('gets a MemoryError for what is too large, and the next run works', async () => {
      const own = await freshSandbox({ ...OPTIONS, memoryLimit: 256 * 1024 ** 2 });
      const { error } = await own.run('import numpy as np\nbomb = np.ones((10_000, 10_000))');
      expect(error?.type).toMatch(/MemoryError$/);
      const grown = await own.run('parts = []\nwhile True:\n    parts.append(np.ones(1_000_000))');
      expect(grown.error?.type).toMatch(/MemoryError$/);
      expect((await own.run('parts = None\nint(np.ones(1_000_000).sum())')).output).toBe('1000000\n');
    });
  });

  describe('Pillow', () => {
    it('has an image shown as PNG, in the colours that it has', async () => {
      const { results } = await sandbox.run('from PIL import Image\nImage.new("RGB", (30, 20), (255, 0, 0))');
      expect(results).toHaveLength(1);
      expect(results[0]?.source).toBe('result');
      expect(results[0]?.data['text/plain']).toMatch(/^<PIL\.Image\.Image image mode=RGB size=30x20/);
      expect(await pixelOf(results[0]?.data['image/png'])).toEqual({ width: 30, height: 20, colour: [255, 0, 0, 255] });
    });

    it('has an image shown that numpy made, and by show()', async () => {
      const code = [
        'import numpy as np',
        'from PIL import Image',
        'pixels = np.zeros((8, 16, 3), dtype=np.uint8)',
        'pixels[:, :, 2] = 200',
        'Image.fromarray(pixels).show()',
      ].join('\n');
      const { status, results } = await sandbox.run(code);
      expect(status).toBe('ok');
      expect(results.map(({ source }) => source)).toEqual(['display']);
      expect(await pixelOf(results[0]?.data['image/png'])).toEqual({ width: 16, height: 8, colour: [0, 0, 200, 255] });
    });

    it('crops a picture that the host gave, and gives it back as a file and as a result', async () => {
      await sandbox.files.write('photo.png', await greenPicture(40, 40));
      const code = 'from PIL import Image\nImage.open("photo.png").crop((10, 10, 22, 15)).save("cropped.png")';
      const { status, files, results } = await sandbox.run(code);
      expect(status).toBe('ok');
      expect(files).toEqual([{ path: 'cropped.png', size: expect.any(Number), mimeType: 'image/png' }]);
      expect(results).toMatchObject([{ source: 'file', path: 'cropped.png' }]);
      const cropped = { width: 12, height: 5, colour: [0, 128, 0, 255] };
      expect(await pixelOf(results[0]?.data['image/png'])).toEqual(cropped);
      expect(await readPixel(new Blob([await sandbox.files.read('cropped.png')]))).toEqual(cropped);
    });
  });

  it('packages that are pure Python work along with them', async () => {
    const code = 'from dateutil.parser import parse\nimport pytz\nprint(parse("2024-02-29").year, pytz.utc)';
    expect((await sandbox.run(code)).output).toBe('2024 UTC\n');
  });

  describe('a checkpoint of numpy and Pillow', () => {
    const PREPARE = [
      'import numpy as np',
      'from PIL import Image',
      'matrix = np.arange(12.0).reshape(3, 4)',
      'view = matrix[:, 1]',
      'generator = np.random.default_rng(42)',
      'generator.random(3)',
      'picture = Image.new("RGB", (40, 30), "teal")',
      'solved = np.linalg.solve(np.eye(3) * 2, np.ones(3))',
    ].join('\n');

    it('goes on with bit-equal results, live arrays and pictures', async () => {
      const own = await freshSandbox(OPTIONS);
      await own.run(PREPARE);
      using checkpoint = await own.checkpoint();
      expect(checkpoint.lost).toEqual([]);
      const code =
        'view[:] = 9\nprint(matrix[:, 1].tolist(), generator.random(2).tobytes().hex(), solved.tolist(), picture.resize((4, 3)).size)\n' +
        'import numpy.linalg, PIL.ImageDraw\nprint(np.fft.fft(matrix).sum().real, np.linalg.svd(matrix)[1].round(9).tolist())';
      const expected = (await own.run(code)).output;
      const others = [checkpoint, await Checkpoint.fromBlob(await checkpoint.toBlob())];
      for (const from of others) {
        const other = await freshSandbox({ ...OPTIONS, from });
        expect(await other.run(code)).toMatchObject({ status: 'ok', output: expected });
      }
    });

    it('brings the arrays back after a run that had to be killed', async () => {
      const own = await freshSandbox(OPTIONS);
      await own.run(PREPARE);
      const killed = await own.run('matrix[:] = 0\nimport posix\nposix._exit(1)');
      expect(killed).toMatchObject({ recovery: { undone: true, lostRuns: [], lostFiles: false } });
      expect((await own.run('matrix.sum()')).output).toBe('np.float64(66.0)\n');
    });
  });
});

async function greenPicture(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context) context.fillStyle = 'green';
  context?.fillRect(0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/png' });
}

async function pixelOf(base64 = ''): Promise<object> {
  return readPixel(await (await fetch(`data:image/png;base64,${base64}`)).blob());
}

/** The size of a picture as the browser decodes it, and the colour of its first pixel. */
async function readPixel(picture: Blob): Promise<object> {
  const bitmap = await createImageBitmap(picture);
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  return { width, height, colour: [...(context?.getImageData(0, 0, 1, 1).data ?? [])] };
}
