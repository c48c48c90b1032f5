/** JavaScript objects that Python refers to. */
import type { HarnessHost } from '../harness.ts';

type Reference = { host: true } | { method: string } | { lost: true };

const LOST = 'This was an object of JavaScript. It stayed behind when the session was restored in another interpreter.';

/** Describes what Python refers to so that {@link dereference} finds its counterpart in another interpreter. */
export function describeReference(value: unknown, host: HarnessHost): Reference {
  if (value === host) return { host: true };
  const method = Object.entries(host).find(([, member]) => member === value)?.[0];
  return method === undefined ? { lost: true } : { method };
}

/** What a reference stands for here: an object that says why it is not there, where it could not be taken along. */
export function dereference(reference: unknown, host: HarnessHost): unknown {
  const { host: isHost, method } = reference as { host?: true; method?: keyof HarnessHost };
  if (isHost) return host;
  return method === undefined ? lostObject() : host[method];
}

function lostObject(): unknown {
  const refuse = () => {
    throw new ReferenceError(LOST);
  };
  return new Proxy(() => {}, {
    get: refuse,
    set: refuse,
    has: refuse,
    apply: refuse,
    construct: refuse,
    ownKeys: refuse,
  });
}
