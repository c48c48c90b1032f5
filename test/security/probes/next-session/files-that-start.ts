// Files that an interpreter reads when it starts.
// tries: leave code where Python looks for it: sitecustomize, .pth files, startup files, modules before the library's
// must: run in no other session, neither after reset() nor in another sandbox
import type { Attack } from '../../attack.ts';

const LEAVE = `
import os, site, sys
code = "import builtins; builtins.left = 'pwned'"
places = [*sys.path, *site.getsitepackages(), os.path.expanduser("~"), "/", os.getcwd()]
for place in places:
    if not os.path.isdir(place):
        continue
    for name in ("sitecustomize.py", "usercustomize.py", "left.pth", ".pythonrc.py", "json.py", "glovebox_harness.py", "js.py"):
        open(os.path.join(place, name), "w").write(code)
print(len(places))
`;
const FIND = 'import builtins, json, sys\nprint(hasattr(builtins, "left"), hasattr(json, "dumps"))';

export default async function leave(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  const { status, stderr } = await sandbox.run(LEAVE);
  if (status !== 'ok') return `broken: ${stderr}`;
  const other = await attack.sandbox();
  await sandbox.reset();
  for (const each of [sandbox, other]) {
    const { output } = await each.run(FIND);
    if (output !== 'False True\n') return `escaped: ${output}`;
  }
  return 'blocked: they are gone with the session';
}
