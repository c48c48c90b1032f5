// What survives a reset.
// tries: leave variables, files, modules, patches of both languages, timers and workers for the session after reset()
// must: be gone, all of it
import type { Attack } from '../../attack.ts';

const LEAVE = `
import builtins, json, os, sys, js
from pyodide.ffi import create_proxy, to_js
left = builtins.left = json.left = os.environ["left"] = "pwned"
sys.path.insert(0, "/left"); os.makedirs("/left"); open("/left/json.py", "w").write("left = 1"); open("left.txt", "w").write("pwned")
js.left = "pwned"
js.MessagePort.prototype.left = js.Object.prototype.left = "pwned"
js.setInterval(create_proxy(lambda: print("pwned")), 10)
`;
const FIND = `
import builtins, json, os, sys, js, time
time.sleep(0.2)
found = [name for name, there in {
    "a variable": "left" in globals(), "a builtin": hasattr(builtins, "left"), "a module's": hasattr(json, "left"),
    "the environment": "left" in os.environ, "the path": "/left" in sys.path or os.path.exists("/left"), "a file": os.path.exists("left.txt"),
    "a global of JavaScript": hasattr(js, "left"), "a prototype": hasattr(js.MessagePort.prototype, "left"),
}.items() if there]
print(*found, sep=", ")
`;

export default async function leave(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(LEAVE);
  await sandbox.run('globalThis.left = Array.prototype.left = "pwned"; let kept = 1', { language: 'javascript' });
  await sandbox.reset();
  const python = (await sandbox.run(FIND)).output;
  const script = (await sandbox.run('[typeof left, [].left, typeof kept].join()', { language: 'javascript' })).output;
  const files = await sandbox.files.list();
  if (python !== '\n' || files.length > 0) return `escaped: ${python}`;
  return script === "'undefined,,undefined'\n" ? 'blocked: nothing is left' : `escaped: ${script}`;
}
