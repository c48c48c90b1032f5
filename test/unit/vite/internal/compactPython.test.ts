import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { withoutComments } from '../../../../src/vite/internal/compactPython.ts';

const HARNESS = fileURLToPath(new URL('../../../../worker/harness/', import.meta.url));

/** Gives the syntax tree of each module without its docstrings, and with the lines that its statements are in. */
const TREES = `
import ast, json, sys
def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
def tree_of(text):
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            rest = [part for part in node.body if not is_docstring(part)]
            node.body = rest if rest or isinstance(node, ast.Module) else node.body
    return ast.dump(tree) + str([node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt)])
json.dump([tree_of(text) for text in json.load(sys.stdin)], sys.stdout)
`;

const MODULES = readdirSync(HARNESS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py'))
  .map((name) => {
    const text = readFileSync(path.join(HARNESS, name), 'utf8');
    return { name, text, compact: withoutComments(text) };
  });

let trees: string[];
beforeAll(() => {
  const input = JSON.stringify(MODULES.flatMap(({ text, compact }) => [text, compact]));
  trees = JSON.parse(execFileSync('python3', ['-c', TREES], { input, encoding: 'utf8', maxBuffer: 100 * 1024 ** 2 }));
});

it('leaves a docstring if there is nothing else, and strings that mean something', () => {
  const text =
    'def one():\n    """All there is."""\n\ndef two():\n    """Gone."""\n    x = "# kept"  # gone\n    "gone"\n    return "kept"\n';
  expect(withoutComments(text)).toBe(
    'def one():\n    """All there is."""\n\ndef two():\n\n    x = "# kept"\n\n    return "kept"\n',
  );
});

it.each(MODULES.map((module, index) => ({ ...module, index })))(
  '$name does as it did, in the same lines',
  ({ text, compact, index }) => {
    expect(compact.length).toBeLessThan(text.length);
    expect(trees[2 * index + 1]).toBe(trees[2 * index]);
  },
);
