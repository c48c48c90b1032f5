import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isToolName, toPythonName } from '../../../../src/sandbox/tools/pythonNames.ts';
import { describeTool } from '../../../../src/sandbox/tools/signature.ts';
import { assertProperty } from '../../assertProperty.ts';

const WORKER = fileURLToPath(new URL('../../../../worker', import.meta.url));

const tool = (parameters: Record<string, unknown>, returns?: Record<string, unknown>) =>
  describeTool({ description: 'Does it.', parameters, ...(returns && { returns }), execute: () => 1 });

/** Has the sandbox's own Python read signatures and names, all in one process. @returns what it can't read */
function unreadable(signatures: string[], names: string[]): unknown {
  const program = `
import json, keyword, sys
sys.path.insert(0, ${JSON.stringify(WORKER)})
from harness.host_tools import _annotations_of, _read_signature
unread = str(_read_signature(")"))
signatures, names = json.load(sys.stdin)
bad = [name for name in names if not name.isidentifier() or keyword.iskeyword(name)]
for text in signatures:
    try:
        read = _read_signature(text)
        _annotations_of(read)
        if str(read) == unread and text != unread:
            bad.append(text)
    except Exception as error:
        bad.append([text, repr(error)])
json.dump(bad, sys.stdout)`;
  return JSON.parse(
    execFileSync('python3', ['-c', program], { input: JSON.stringify([signatures, names]), encoding: 'utf8' }),
  );
}

describe('the signature of a tool', () => {
  it.each([
    [
      { properties: { city: { type: 'string' }, days: { type: 'integer', default: 1 } }, required: ['city'] },
      '(city: str, days: int = 1)',
    ],
    [{ properties: { a: {}, b: { type: 'number' } }, required: ['b'] }, '(a=..., *, b: float)'],
    [{}, '(**more)'],
    [{ properties: { more: {} }, additionalProperties: true }, '(more=..., **more_2)'],
    [{ additionalProperties: false }, '()'],
    [{ properties: { unit: { enum: ['c', 'f'], default: 'c' } } }, '(unit: Literal["c", "f"] = "c")'],
    [{ properties: { ids: { type: 'array', items: { type: 'integer' } } }, required: ['ids'] }, '(ids: list[int])'],
    [{ properties: { when: { type: ['string', 'null'], default: null } } }, '(when: str | None = None)'],
    [{ properties: { at: { anyOf: [{ type: 'object' }, { type: 'string' }] } }, required: ['at'] }, '(at: dict | str)'],
    [{ properties: { class: { type: 'boolean', default: false }, 'x-y': {} } }, '(class_: bool = False, x_y=...)'],
    [{ properties: { text: { type: 'string', default: 'a "b"\n\\' } } }, String.raw`(text: str = "a \"b\"\n\\")`],
    [{ properties: { any: { type: 'array', default: [1] }, odd: { type: 'thing' } } }, '(any: list = ..., odd=...)'],
  ])('of %j is %s', (schema, signature) => {
    expect(tool(schema).signature).toBe(signature);
  });

  it('has the type of the result, if the tool says it', () => {
    const returns = { type: 'object', properties: { degrees: { type: 'number' }, 'felt as': { type: 'string' } } };
    const { signature, documentation } = tool({ additionalProperties: false }, returns);
    expect(signature).toBe('() -> dict');
    expect(documentation).toBe('Does it.\n\nReturns a dict with:\n    "degrees": float\n    "felt as": str');
  });

  it('comes with a docstring that explains the parameters, and names that are sent differently', () => {
    const properties = { city: { description: 'In Italy.' }, from: { description: 'A day.' }, 'a-b': {}, plain: {} };
    expect(tool({ properties }).documentation).toBe(
      'Does it.\n\nParameters:\n    city: In Italy.\n    from_ (sent as "from"): A day.\n    a_b (sent as "a-b"): ',
    );
  });

  it('can be read by Python, whatever the schema', { timeout: 60_000 }, async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('class', '__proto__', '"""', '\\', '\n', '*', 'more'),
    );
    const json = fc.jsonValue({ maxDepth: 1 });
    const NESTED = { maxDepth: 2, depthIdentifier: fc.createDepthIdentifier() };
    const { schema } = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
      schema: fc.record(
        {
          type: fc.oneof(
            fc.constantFrom('string', 'integer', 'number', 'boolean', 'null', 'array', 'object', 'toString'),
            fc.array(fc.constantFrom('string', 'null', 'array', 'object')),
            json,
          ),
          enum: fc.oneof(fc.array(json), json),
          const: json,
          default: fc.oneof(text, json),
          description: fc.oneof(text, json),
          items: fc.oneof(NESTED, json, tie('schema')),
          anyOf: fc.oneof(NESTED, json, fc.array(tie('schema'), { maxLength: 3 })),
          properties: fc.oneof(NESTED, json, fc.dictionary(text, tie('schema'), { maxKeys: 5 })),
          required: fc.oneof(fc.array(text), json),
          additionalProperties: json,
        },
        { requiredKeys: [] },
      ),
    }));
    const signatures: string[] = [];
    const names: string[] = [];
    await assertProperty(
      fc.property(schema, schema, (parameters, returns) => {
        const described = tool(parameters, returns);
        signatures.push(described.signature);
        const pythonNames = described.parameters.map(({ pythonName }) => pythonName);
        names.push(...pythonNames);
        expect(new Set(pythonNames).size).toBe(pythonNames.length);
        expect(described.signature).not.toMatch(/[\n\r\u2028]/);
      }),
      300,
    );
    expect(unreadable(signatures, names)).toEqual([]);
  });
});

describe('a name for Python', () => {
  const name = (text: string, taken: string[] = []) => toPythonName(text, new Set(taken));

  it.each([
    ['get_weather', 'get_weather'],
    ['get-weather', 'get_weather'],
    ['github.com/search issues', 'github_com_search_issues'],
    ['import', 'import_'],
    ['None', 'None_'],
    ['2fa', '_2fa'],
    ['__all__', '_all__'],
    ['__proto__', '_proto__'],
    ['ToolError', 'ToolError_'],
    ['', 'unnamed'],
    ['🌧️', 'unnamed'],
    ['天気', '天気'],
    ['ﬁle', 'file'],
    ['search', 'search'],
    ['constructor', 'constructor'],
  ])('of %j is %s', (text, expected) => {
    expect(name(text)).toBe(expected);
  });

  it('gets a number if it is taken', () => {
    expect(name('a-b', ['a_b'])).toBe('a_b_2');
    expect(name('a-b', ['a_b', 'a_b_2'])).toBe('a_b_3');
  });

  it('is one that Python and the sandbox take, whatever the text', async () => {
    const names: string[] = [];
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom('_', '1', 'é', 'a') }),
    );
    await assertProperty(
      fc.property(text, fc.array(fc.constantFrom('_2', 'unnamed', 'a', '_1')), (given, taken) => {
        const made = name(given, taken);
        expect(isToolName(made)).toBe(true);
        expect(taken).not.toContain(made);
        names.push(made);
      }),
      1000,
    );
    expect(unreadable([], names)).toEqual([]);
  });
});
