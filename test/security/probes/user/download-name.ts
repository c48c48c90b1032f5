// A file that is named `../../x.html`.
// tries: write above the working directory, and have the page list, read or save something under a name that leads up
// must: list names below the working directory only; what leads up is neither read nor written from the page
import type { Attack } from '../../attack.ts';

const WRITE = `
import os
for path in ("../../x.html", "/tmp/x.html", "a/../../../x.html", "..\\\\..\\\\x.html", "x.html\\u202elmth.exe", "con", "a\\nb.html"):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    open(path, "w").write("<script>pwned = 1</script>")
os.symlink("/etc", "linked")
`;

export default async function save(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  const { files } = await sandbox.run(WRITE);
  const named = [...files, ...(await sandbox.files.list())].map(({ path }) => path);
  const up = named.filter((path) => path.startsWith('/') || path.split('/').includes('..'));
  if (up.length > 0) return `escaped: ${up}`;
  for (const path of ['../../x.html', '/tmp/x.html', 'linked/../../x.html']) {
    const read = await sandbox.files.read(path).then(
      () => true,
      () => false,
    );
    if (read) return `escaped: ${path} can be read`;
    const written = await sandbox.files.write(path, 'x').then(
      () => true,
      () => false,
    );
    if (written) return `escaped: ${path} can be written`;
  }
  return `blocked: ${named.length} names, none leads up`;
}
