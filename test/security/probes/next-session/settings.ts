// Settings of the interpreter.
// tries: leave the next session other settings: the environment, seeds, warnings, limits, time zone, rounding, encodings
// must: be gone after reset(), and never be in another sandbox
import type { Attack } from '../../attack.ts';

const LEAVE = `
import decimal, gc, locale, os, random, sys, time, warnings
os.environ.update(TZ="Pacific/Kiritimati", PYTHONSTARTUP="/left.py", LEFT="pwned"); os.umask(0o777)
random.seed(1); warnings.simplefilter("error"); sys.setrecursionlimit(60); sys.set_int_max_str_digits(640); sys.setswitchinterval(100)
decimal.getcontext().prec = decimal.DefaultContext.prec = 1; gc.disable(); sys.ps1 = "pwned"; sys.dont_write_bytecode = True
sys.argv[:] = ["pwned"]; sys.flags_left = "pwned"; time.left = "pwned"
`;
const FIND = `
import decimal, gc, os, random, sys, time, warnings
[os.environ.get("TZ"), os.environ.get("LEFT"), os.umask(0o22), warnings.filters[:1], sys.getrecursionlimit(), sys.get_int_max_str_digits(),
 decimal.getcontext().prec, gc.isenabled(), getattr(sys, "ps1", None), sys.argv, getattr(time, "left", None), getattr(sys, "flags_left", None)]
`;

export default async function leave(attack: Attack): Promise<string> {
  const [sandbox, other] = [await attack.sandbox(), await attack.sandbox()];
  const before = (await sandbox.run(FIND)).output;
  if (!before.includes('28')) return `broken: ${before}`;
  await sandbox.reset();
  await sandbox.run(LEAVE);
  if ((await other.run(FIND)).output !== before) return 'escaped: another sandbox has them';
  await sandbox.reset();
  const after = (await sandbox.run(FIND)).output;
  return after === before ? 'blocked: all is as it was' : `escaped: ${after}`;
}
