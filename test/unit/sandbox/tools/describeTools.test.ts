import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeTools, stubOf } from '../../../../src/sandbox/tools/describeTools.ts';
import type { Tool } from '../../../../src/sandbox/tools/tool.ts';
import { assertProperty } from '../../assertProperty.ts';

const WEATHER: Tool = {
  description: 'The weather in a city.\n\nAsks a station.',
  parameters: {
    properties: { city: { type: 'string' }, unit: { enum: ['c', 'f'], default: 'c' } },
    required: ['city'],
  },
  returns: { type: 'object' },
  execute: () => 1,
};
const many = (count: number, description = 'Does it.') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tool_${index}`, { ...WEATHER, description }]));

describe('a model is told', () => {
  it('nothing if there are no tools', () => {
    expect(describeTools({})).toBe('');
  });

  it('the signature of each tool, and the first line of its description', () => {
    expect(
      describeTools({
        get_weather: WEATHER,
        now: { description: '', parameters: { additionalProperties: false }, execute: () => 1 },
      }),
    ).toBe(
      'Python can call these functions of the page: from tools import get_weather, now\n' +
        'def get_weather(city: str, unit: Literal["c", "f"] = "c") -> dict: """The weather in a city."""\n' +
        'def now(): ...',
    );
  });

  it.each([
    ['there are many tools', many(200)],
    ['their descriptions are long', many(30, 'x'.repeat(300))],
  ])('only how to search if %s', (_, tools) => {
    const told = describeTools(tools);
    expect(told).toContain(`Python can call ${Object.keys(tools).length} functions`);
    expect(told).toContain("tools.search('some words')");
    expect(told.length).toBeLessThan(400);
    expect(describeTools({ ...tools, search: WEATHER })).toContain("tools.search_('some words')");
  });

  it('one line of Python for each tool, whatever its description', async () => {
    const piece = fc.constantFrom(
      '"""',
      "'''",
      '\\',
      '\n',
      '\r',
      '\u2028',
      '\u0000',
      '\u202e',
      '#',
      'words ',
      '\\"',
      'x'.repeat(500),
    );
    const lines: string[] = [];
    await assertProperty(
      fc.property(
        fc.oneof(
          fc.array(piece).map((all) => all.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (description) => {
          const stub = stubOf('get', { ...WEATHER, description });
          expect(stub).not.toMatch(/[\n\r\u2028\u2029\u202e]/);
          expect(stub.length).toBeLessThan(4_000);
          lines.push(stub);
        },
      ),
      500,
    );
    // A docstring and nothing else is in each function.
    const program =
      'import ast, json, sys\nfor line in json.load(sys.stdin):\n' +
      '    [function] = ast.parse(line).body\n    [statement] = function.body\n    assert isinstance(statement.value, ast.Constant), line';
    expect(execFileSync('python3', ['-c', program], { input: JSON.stringify(lines), encoding: 'utf8' })).toBe('');
  });
});
