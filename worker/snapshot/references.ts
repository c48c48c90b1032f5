/** JavaScript values that Python refers to: objects, and at times primitive values, such as the `this` of a function. */
import type { EmscriptenModule, References } from '../python/emscripten.ts';
import type { HarnessHost } from '../python/harness.ts';

/** JSON. A number has digits so that it can be NaN. */
export type Reference =
  | { host: true }
  | { method: string }
  | { undefined: true }
  | { number: string }
  | { bigint: string }
  | { plain: string | boolean }
  | { lost: true };

/** The references in a snapshot, and the values that it can't carry. */
export interface CapturedReferences {
  references: References;
  lost: unknown[];
}

const LOST = 'This was an object of JavaScript. It stayed behind when the session was restored in another interpreter.';

/** Describes what Python refers to, at each place of Pyodide's table. */
export function captureReferences(module: EmscriptenModule, host: HarnessHost): CapturedReferences {
  const lost: unknown[] = [];
  const references = serializeAnything(module, (value) => {
    const reference = describeReference(value, host);
    if ('lost' in reference) lost.push(value);
    return reference;
  });
  return { references, lost };
}

/** Describes what Python refers to so that {@link dereference} finds its counterpart in another interpreter. */
export function describeReference(value: unknown, host: HarnessHost): Reference {
  switch (typeof value) {
    case 'undefined':
      return { undefined: true };
    case 'number':
      return { number: String(value) };
    case 'bigint':
      return { bigint: String(value) };
    case 'string':
    case 'boolean':
      return { plain: value };
  }
  if (value === host) return { host: true };
  const method = Object.entries(host).find(([, member]) => member === value)?.[0];
  return method === undefined ? { lost: true } : { method };
}

/** Finds the value that a reference stands for. A lost value is replaced by an object that says so when it is used. */
export function dereference(described: unknown, host: HarnessHost): unknown {
  const reference = described as Reference;
  if ('host' in reference) return host;
  if ('method' in reference) return host[reference.method as keyof HarnessHost];
  if ('undefined' in reference) return undefined;
  if ('number' in reference) return Number(reference.number);
  if ('bigint' in reference) return BigInt(reference.bigint);
  if ('plain' in reference) return reference.plain;
  return lostObject();
}

/** Stands in the table for a value that Pyodide refuses to serialize since it is no object. */
class Boxed {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

function serializeAnything(module: EmscriptenModule, describe: (value: unknown) => Reference): References {
  const { __hiwire_get: valueAt } = module;
  module.__hiwire_get = (index) => {
    const value = valueAt(index);
    return typeof value === 'object' || typeof value === 'function' ? value : new Boxed(value);
  };
  try {
    return module.API.serializeHiwireState((held) => describe(held instanceof Boxed ? held.value : held));
  } finally {
    module.__hiwire_get = valueAt;
  }
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
