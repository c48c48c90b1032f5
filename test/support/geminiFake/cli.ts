/** `npm run fake-gemini`, of which `-- --help` lists the options: runs the command in a process of its own. */
import { fakeGemini } from './command.ts';

process.exitCode = await fakeGemini(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
