// The session that another name keeps.
// tries: find in a session of one name what was kept under another
// must: find nothing: names are told apart, also those that look like paths
import { Sandbox } from '../../../../src/entries/index.ts';
import type { Attack } from '../../attack.ts';

export default async function find(attack: Attack): Promise<string> {
  const names = ['mine', '../mine', 'mine/', 'mine?', 'mine#', '__proto__'];
  try {
    const own = await attack.sandbox({ persist: 'mine' });
    await own.run('secret = "pwned"');
    await own.save();
    for (const persist of names.slice(1)) {
      const other = await attack.sandbox({ persist });
      if (other.resumed) return `escaped: ${persist} goes on from another's session`;
      await other.close();
    }
  } finally {
    for (const name of names) await Sandbox.forget(name);
  }
  return `blocked: ${names.length - 1} other names find nothing`;
}
