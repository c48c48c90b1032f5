import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { withoutComments } from '../../src/vite/internal/compactPython.ts';

const HARNESS = fileURLToPath(new URL('../../worker/harness/', import.meta.url));

/** Gives a module's syntax tree without its docstrings, and with the lines that its statements are in. */
const TREE = `
import ast, sys
def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
tree = ast.parse(sys.stdin.read())
for node in ast.walk(tree):
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        node.body = [part for part in node.body if not is_docstring(part)] or node.body
print(ast.dump(tree), [node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt)])
`;

const treeOf = (text: string) => execFileSync('python3', ['-c', TREE], { input: text, encoding: 'utf8' });

it('leaves a docstring where there is nothing else, and strings that mean something', () => {
  const text =
    'def one():\n    """All there is."""\n\ndef two():\n    """Gone."""\n    x = "# kept"  # gone\n    "gone"\n    return "kept"\n';
  expect(withoutComments(text)).toBe(
    'def one():\n    """All there is."""\n\ndef two():\n\n    x = "# kept"\n\n    return "kept"\n',
  );
});

it.each(readdirSync(HARNESS).filter((name) => name.endsWith('.py')))('%s does as it did, in the same lines', (name) => {
  const text = readFileSync(path.join(HARNESS, name), 'utf8');
  const compact = withoutComments(text);
  expect(compact.length).toBeLessThan(text.length);
  expect(treeOf(compact)).toBe(treeOf(text));
});
