// A message in the choice of modules.
// tries: name modules beside a package, so that they are imported into what later sessions begin with, which can tell them by sys.modules
// must: find only the package there
import { inject, vi } from 'vitest';
import type { Attack } from '../../attack.ts';

const MESSAGE = ['colorsys', 'this', 'wave', 'xml.sax'];

export default async function importsOfAnother(attack: Attack): Promise<string> {
  const { origin } = inject('mirror');
  const options = { assets: `${origin}/engine/`, distributionUrl: `${origin}/as/imports-of-another/distribution/` };
  const sandbox = await attack.sandbox(options);
  await sandbox.run(`import drawing\nif 0:\n    import ${MESSAGE.join(', ')}`);
  const read = `import sys\nprint([name for name in ${JSON.stringify(['drawing', ...MESSAGE])} if name in sys.modules])`;
  let heard = '';
  await vi.waitFor(
    async () => {
      await using next = await attack.sandbox(options);
      heard = (await next.run(read)).output;
      if (!heard.includes('drawing')) throw new Error('the package is not there yet');
    },
    { timeout: 20_000, interval: 500 },
  );
  return heard === "['drawing']\n" ? 'blocked: only the package is there' : `escaped: ${heard}`;
}
