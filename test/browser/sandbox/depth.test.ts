import { describe, expect, it } from 'vitest';
import { Sandbox } from '../../../src/entries/index.ts';
import { sandbox, shareSandbox } from './sharedSandbox.ts';

shareSandbox();

const NEST = `
def nest(levels, wrap, value=1):
    for _ in range(levels): value = wrap(value)
    return value
class Node:
    def __init__(self, inner): self.inner = inner
`;

function branches(count: number): string {
  const lines = Array.from({ length: count }, (_, n) => `${n ? 'el' : ''}if n == ${n}: print(${n})`);
  return `n = ${count - 1}\n${lines.join('\n')}`;
}

/** How many of the first ones do so without C. */
const PLAIN = 5;
/** Programs that go deep, and what they come to in CPython 3.14: what they print, or the exception. */
const AS_IN_CPYTHON: [name: string, code: string, status: string | RegExp][] = [
  ['a plain recursion to 990', 'def f(n): return 0 if n == 0 else 1 + f(n - 1)\nprint(f(990))', '990'],
  [
    'a memoised recursion to 990',
    'from functools import lru_cache\n@lru_cache(maxsize=None)\ndef f(n): return 0 if n == 0 else 1 + f(n - 1)\nprint(f(990), f.cache_info())',
    '990 CacheInfo(hits=0, misses=991, maxsize=None, currsize=991)',
  ],
  [
    'a memoised method to 900',
    'from functools import cache\nclass A:\n    @cache\n    def f(self, n): return 0 if n == 0 else 1 + self.f(n - 1)\nprint(A().f(900))',
    '900',
  ],
  ['a recursion that never ends', 'def f(): f()\nf()', 'RecursionError'],
  [
    'a memoised recursion that never ends',
    'from functools import cache\n@cache\ndef f(n): return f(n + 1)\nf(0)',
    'RecursionError',
  ],
  ['a constructor that recurses', 'class A:\n    def __init__(self): A()\nA()', 'RecursionError'],
  [
    'an attribute that recurses',
    'class A:\n    def __getattr__(self, name): return self.other\nA().x',
    'RecursionError',
  ],
  ['a __repr__ that recurses', 'class A:\n    def __repr__(self): return repr(self)\nprint(A())', 'RecursionError'],
  ['a __hash__ that recurses', 'class A:\n    def __hash__(self): return hash(self)\nhash(A())', 'RecursionError'],
  [
    'an __eq__ that recurses',
    'class A:\n    def __eq__(self, other): return self == other\nA() == A()',
    'RecursionError',
  ],
  [
    'an __lt__ that recurses',
    'class A:\n    def __lt__(self, other): return self < other\nsorted([A(), A()])',
    'RecursionError',
  ],
  ['a key of sorted() that recurses', 'def key(n): return sorted([n], key=key)\nkey(1)', 'RecursionError'],
  ['a map() that recurses', 'def f(n): return list(map(f, [n]))\nf(1)', 'RecursionError'],
  ['a __new__ that recurses', 'class A:\n    def __new__(cls): return A()\nA()', 'RecursionError'],
  ['an eval() that recurses', 'def f(): return eval("f()")\nf()', /^(RecursionError|MemoryError)$/],
  ['the repr of a list of 100,000 levels', `${NEST}repr(nest(100_000, lambda x: [x]))`, 'RecursionError'],
  [
    'the comparison of lists of 100,000 levels',
    `${NEST}nest(100_000, lambda x: [x]) == nest(100_000, lambda x: [x])`,
    'RecursionError',
  ],
  [
    'the comparison of dictionaries of 100,000 levels',
    `${NEST}nest(100_000, lambda x: {1: x}) == nest(100_000, lambda x: {1: x})`,
    'RecursionError',
  ],
  [
    'json.dumps() of a list of 100,000 levels',
    `${NEST}import json\njson.dumps(nest(100_000, lambda x: [x]))`,
    'RecursionError',
  ],
  [
    'json.loads() of a list of 100,000 levels',
    'import json\njson.loads("[" * 100_000 + "]" * 100_000)',
    'RecursionError',
  ],
  [
    'pickle.dumps() of a list of 100,000 levels',
    `${NEST}import pickle\npickle.dumps(nest(100_000, lambda x: [x]))`,
    'RecursionError',
  ],
  [
    'copy.deepcopy() of a list of 100,000 levels',
    `${NEST}import copy\ncopy.deepcopy(nest(100_000, lambda x: [x]))`,
    'RecursionError',
  ],
  ['del of a tuple of 100,000 levels', `${NEST}deep = nest(100_000, lambda x: (x,))\ndel deep\nprint("gone")`, 'gone'],
  ['del of 100,000 objects that hold each other', `${NEST}deep = nest(100_000, Node)\ndel deep\nprint("gone")`, 'gone'],
  [
    'del of 100,000 functions that hold each other',
    `${NEST}def hold(inner): return lambda: inner\ndeep = nest(100_000, hold)\ndel deep\nprint("gone")`,
    'gone',
  ],
  [
    'del of 100,000 exceptions that led to each other',
    `${NEST}def raised(cause):\n    error = ValueError()\n    error.__context__ = cause\n    return error\ndeep = nest(100_000, raised, None)\ndel deep\nprint("gone")`,
    'gone',
  ],
  ['100 parentheses', 'print(eval("(" * 100 + "7" + ")" * 100))', '7'],
  ['1,000 parentheses', 'eval("(" * 1000 + ")" * 1000)', 'SyntaxError'],
  ['a sum of 150 terms', 'print(eval("+".join(["1"] * 150)))', '150'],
  ['a sum of 50,000 terms', 'eval("+".join(["1"] * 50_000))', /^(RecursionError|MemoryError)$/],
  ['100,000 signs', 'eval("-" * 100_000 + "1")', /^(RecursionError|MemoryError)$/],
  ['100,000 calls of what was called', 'compile("f" + "()" * 100_000, "", "eval")', /^(RecursionError|MemoryError)$/],
  ['a program of 300 branches', branches(300), '299'],
  ['a program of 1,000 branches', branches(1000), /^(999|RecursionError|MemoryError)$/],
];

describe('a program that goes deep', () => {
  it.each(AS_IN_CPYTHON)('ends as in CPython, and the engine goes on: %s', async (_, code, status) => {
    await sandbox.run('kept = 1');
    const { stdout, error, recovery } = await sandbox.run(code);
    expect({ found: error?.type ?? stdout.trimEnd(), recovery }).toEqual({
      found: typeof status === 'string' ? status : expect.stringMatching(status),
      recovery: undefined,
    });
    expect((await sandbox.run('print(kept)')).output).toBe('1\n');
  });
});

describe('with Pyodide 0.29', () => {
  it('functions in plain Python go as deep, and those that remember their results', { tags: 'long' }, async () => {
    const older = await Sandbox.create({ assets: '/pyodide029/' });
    try {
      for (const [, code, status] of AS_IN_CPYTHON.slice(0, PLAIN)) {
        const { stdout, error, recovery } = await older.run(code);
        expect({ found: error?.type ?? stdout.trimEnd(), recovery }).toEqual({ found: status, recovery: undefined });
      }
    } finally {
      await older.close();
    }
  });
});
