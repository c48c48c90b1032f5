// A fork, and where it came from.
// tries: change the session that a fork was made of from within the fork, and the fork from within the session
// must: change neither: each has gone its own way
import type { Attack } from '../../attack.ts';

export default async function change(attack: Attack): Promise<string> {
  const parent = await attack.sandbox();
  await parent.run('shared = [1]; open("note.txt", "w").write("first") and None');
  await using fork = await parent.fork();
  await fork.run(
    'shared.append("pwned"); import builtins; builtins.pwned = 1; open("note.txt", "w").write("pwned") and None',
  );
  await parent.run('shared.append("own")');
  const look = 'import builtins\nprint(shared, open("note.txt").read(), hasattr(builtins, "pwned"))';
  const told = [(await parent.run(look)).output, (await fork.run(look)).output];
  const expected = ["[1, 'own'] first False\n", "[1, 'pwned'] pwned True\n"];
  return JSON.stringify(told) === JSON.stringify(expected) ? 'blocked: each has its own' : `escaped: ${told}`;
}
