/** Python and TypeScript each write down what crosses between them. Here the two are compared, so that neither changes alone. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
import { expect, it } from 'vitest';
import { RASTER_MIME_TYPES, SVG_MIME_TYPE } from '../../../src/pictures/mediaTypes.ts';

/** What a type consists of. */
interface Shape {
  /** Whether each field may be missing, by name. */
  fields: Record<string, boolean>;
  /** The names of each method's parameters, by name. */
  methods: Record<string, string[]>;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HARNESS = 'worker/harness/';
const readText = (path: string) => readFileSync(ROOT + path, 'utf8');

function readPython(...names: string[]): Record<string, Shape> & { functions: Shape['methods'] } {
  const paths = names.map((name) => ROOT + HARNESS + name);
  return JSON.parse(execFileSync('python3', [`${ROOT}test/python/read_types.py`, ...paths], { encoding: 'utf8' }));
}

/** The interfaces of a TypeScript file, and the objects that its constants are. */
function readTypeScript(path: string): Record<string, Shape> {
  const text = readText(path);
  const textOf = (node: SyntaxNode | null) => (node ? text.slice(node.from, node.to) : '');
  const shapes: Record<string, Shape> = {};
  const shapeOf = (object: SyntaxNode): Shape => {
    const shape: Shape = { fields: {}, methods: {} };
    for (const member of [
      ...object.getChildren('PropertyType'),
      ...object.getChildren('Property'),
      ...object.getChildren('MethodType'),
    ]) {
      const name = textOf(member.getChild('PropertyDefinition'));
      const parameters = member.getChild('ParamList');
      if (parameters) shape.methods[name] = parameters.getChildren('VariableDefinition').map(textOf);
      else shape.fields[name] = member.getChild('Optional') !== null;
    }
    return shape;
  };
  parser
    .configure({ dialect: 'ts' })
    .parse(text)
    .iterate({
      enter({ name, node }) {
        const body = node.getChild('ObjectType') ?? node.getChild('ObjectExpression');
        const title = textOf(node.getChild('TypeDefinition') ?? node.getChild('VariableDefinition'));
        if ((name === 'InterfaceDeclaration' || name === 'VariableDeclaration') && body) shapes[title] = shapeOf(body);
      },
    });
  return shapes;
}

const python = readPython('contract.py', 'session.py');
const protocol = readTypeScript('src/protocol.ts');
const harness = readTypeScript('worker/python/harness.ts');
const paddedCalls = readTypeScript('worker/python/stack/paddedCalls.ts');

it.each(['FileInfo', 'Display', 'RunError', 'ToolDescription', 'ToolParameter'])(
  '%s has the same fields in Python',
  (name) => {
    expect(Object.keys(protocol[name]?.fields ?? {}).length).toBeGreaterThan(1);
    expect(python[name]?.fields).toEqual(protocol[name]?.fields);
  },
);

it('the types that the stack guard asks for have the same fields in Python', () => {
  expect(python.RecursiveTypes?.fields).toEqual(paddedCalls.RecursiveTypes?.fields);
});

it('the reply of a session has the fields of a run that the worker does not add', () => {
  const [, picked = ''] = /type SessionReply = Pick<RunReply, (.*)>;/.exec(readText('worker/python/harness.ts')) ?? [];
  const names = picked.split(' | ').map((name) => name.replaceAll("'", ''));
  const fields = protocol.RunReply?.fields ?? {};
  expect(python.SessionReply?.fields).toEqual(Object.fromEntries(names.map((name) => [name, fields[name]])));
});

it('Python knows the limits that it is handed', () => {
  expect(Object.keys(python.Limits?.fields ?? {}).toSorted()).toEqual(
    Object.keys(harness.LIMITS?.fields ?? {}).toSorted(),
  );
});

it('Python asks of its host what the worker offers, with the same arguments', () => {
  expect(Object.keys(harness.HarnessHost?.methods ?? {}).length).toBeGreaterThan(5);
  expect(python.Host).toEqual(harness.HarnessHost);
});

it('a session has the methods that the worker calls, with the same arguments', () => {
  // Called by resume_session() alone.
  const { after_restore: _, ...methods } = python.Session?.methods ?? {};
  expect(Object.keys(methods).length).toBeGreaterThan(10);
  expect(methods).toEqual(harness.Session?.methods);
});

it('the package has the functions that the worker calls, with the same arguments', () => {
  expect(readPython('__init__.py').functions).toEqual(harness.HarnessModule?.methods);
});

it('Python shows saved files of the types of pictures that the page draws', () => {
  const [, images = ''] = /^IMAGES = \((.*)\)$/m.exec(readText(`${HARNESS}representations/mime_types.py`)) ?? [];
  const listed = images.split(', ').map((name) => name.replaceAll('"', ''));
  expect(listed.toSorted()).toEqual([...RASTER_MIME_TYPES, SVG_MIME_TYPE].toSorted());
});
