import { Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainSchema } from '../../../src/tool/plainSchema.ts';
import { assertProperty } from '../assertProperty.ts';

/** Schemas in a schema, at any depth. */
const count = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Object.values(value).reduce((sum: number, inner) => sum + count(inner), 0)
    : 0;

describe('the copy of a schema', () => {
  it('says the same', () => {
    const schema = {
      type: 'object',
      description: 'A place.',
      properties: {
        city: { type: 'string', minLength: 1, description: 'In Italy.' },
        unit: { enum: ['c', 'f'], default: 'c' },
        days: { type: 'array', items: { type: 'integer', minimum: 0 }, maxItems: 7 },
        at: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      },
      required: ['city'],
      additionalProperties: false,
    };
    expect(plainSchema(schema)).toEqual(schema);
  });

  it('has what references point to in their places', () => {
    const schema = {
      $ref: '#/definitions/Trip',
      definitions: {
        Trip: { type: 'object', properties: { from: { $ref: '#/definitions/a~1b', description: 'Start.' } } },
        'a/b': { type: 'string', description: 'A city.' },
      },
    };
    expect(plainSchema(schema)).toEqual({
      type: 'object',
      properties: { from: { type: 'string', description: 'Start.' } },
    });
    const narrowed = { properties: { n: { $ref: '#/$defs/n', minimum: 2 } }, $defs: { n: { type: 'integer' } } };
    expect(plainSchema(narrowed)).toEqual({ properties: { n: { minimum: 2, allOf: [{ type: 'integer' }] } } });
  });

  it('ends where a reference leads back to itself', () => {
    const tree = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } };
    const copy = plainSchema(tree);
    expect(copy).toMatchObject({ properties: { children: { items: { type: 'object' } } } });
    expect(count(copy)).toBeLessThan(20);
    expect(plainSchema({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } })).toEqual(
      {},
    );
  });

  it.each([
    ['references to elsewhere', { $ref: 'https://example.com/schema' }, {}],
    ['references to nothing', { $ref: '#/$defs/none' }, {}],
    ['references to prototypes', { $ref: '#/constructor/prototype' }, {}],
    ['regular expressions', { type: 'string', pattern: '(a+)+$' }, { type: 'string' }],
    ['what must not be', { not: { type: 'string' }, if: {}, else: { type: 'null' } }, {}],
    ['keywords with values that they do not have', { type: 5, required: 'city', minimum: 'low', multipleOf: 0 }, {}],
    ['properties named as those of prototypes', JSON.parse('{"properties": {"__proto__": {"type": "string"}}}'), {}],
    ['true', true, {}],
    ['a list', [1], {}],
    ['nothing', undefined, {}],
    ['a number that JSON does not have', { const: 1n }, {}],
  ])('leaves out %s', (_, schema, expected) => {
    expect(plainSchema(schema)).toEqual(expected);
  });

  it('has a parameter for each property that is required', () => {
    expect(plainSchema({ required: ['city'], additionalProperties: false })).toEqual({
      properties: { city: {} },
      required: ['city'],
      additionalProperties: false,
    });
  });

  it('allows other properties if not all are known here', () => {
    const schema = { properties: { a: {} }, patternProperties: { '^x-': {} }, additionalProperties: false };
    expect(plainSchema(schema)).toEqual({ properties: { a: {} } });
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`p${index}`, {}]));
    expect(plainSchema({ properties: many, additionalProperties: false })).toEqual({});
  });

  it.each([
    ['that is nested deeply', () => JSON.parse(`${'{"items":'.repeat(5_000)}{}${'}'.repeat(5_000)}`)],
    [
      'that contains itself',
      () => {
        const schema: { items?: unknown } = {};
        schema.items = schema;
        return schema;
      },
    ],
    ['that is huge', () => ({ description: 'x'.repeat(10_000_000) })],
    [
      'whose references double at each step',
      () => ({
        $ref: '#/$defs/a0',
        $defs: Object.fromEntries(
          Array.from({ length: 40 }, (_, index) => [
            `a${index}`,
            { properties: { x: { $ref: `#/$defs/a${index + 1}` }, y: { $ref: `#/$defs/a${index + 1}` } } },
          ]),
        ),
      }),
    ],
    [
      'with a thousand alternatives of a thousand alternatives',
      () => ({
        anyOf: Array(1000).fill({ anyOf: Array(10).fill({ type: 'null' }) }),
      }),
    ],
    [
      'that throws when it is read',
      () => ({
        get type() {
          throw new Error('no');
        },
      }),
    ],
  ])('is small if a schema is one %s', (_, make) => {
    const copy = plainSchema(make());
    expect(count(copy)).toBeLessThan(10_000);
    expect(new Validator(copy).validate({}).valid).toBe(true);
  });

  it('takes every value that the schema takes', async () => {
    const type = fc.constantFrom('string', 'integer', 'number', 'boolean', 'null', 'array', 'object');
    const name = fc.constantFrom('a', 'b', 'c');
    // Round in circles, the validator would go for ever.
    const schemaWith = (...references: string[]) => {
      const nested = { maxDepth: 2, depthIdentifier: fc.createDepthIdentifier() };
      return fc.letrec<{ schema: object }>((tie) => {
        const inner = fc.oneof(nested, fc.record({ type }), tie('schema'));
        const list = fc.array(inner, { minLength: 1, maxLength: 3 });
        const keywords = {
          type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1 })),
          properties: fc.dictionary(name, inner),
          patternProperties: fc.dictionary(name, inner),
          required: fc.uniqueArray(name),
          additionalProperties: fc.oneof(fc.boolean(), inner),
          items: inner,
          prefixItems: list,
          anyOf: list,
          oneOf: list,
          allOf: list,
          not: inner,
          minimum: fc.integer(),
          maxLength: fc.nat(3),
          enum: fc.array(fc.jsonValue({ maxDepth: 1 }), { minLength: 1 }),
          $ref: fc.constantFrom('#/$defs/none', ...references),
        };
        return { schema: someOf(keywords) };
      }).schema;
    };
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.dictionary(name, fc.jsonValue({ maxDepth: 1 })));
    let taken = 0;
    await assertProperty(
      fc.property(
        schemaWith('#/$defs/a', '#/$defs/b'),
        schemaWith('#/$defs/b'),
        schemaWith(),
        fc.array(value),
        (root, a, b, values) => {
          const whole = { ...root, $defs: { a, b } };
          const copy = new Validator(plainSchema(whole));
          for (const one of values) {
            if (!isTaken(whole, one)) continue;
            taken += 1;
            expect(copy.validate(one)).toMatchObject({ valid: true });
          }
        },
      ),
      500,
    );
    expect(taken).toBeGreaterThan(50);
  });
});

/** Some of the keywords: schemas with all of them take nothing. */
function someOf(keywords: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  return fc
    .subarray(Object.keys(keywords), { maxLength: 3 })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, keywords[name] ?? fc.constant({})]))));
}

/** Whether a schema takes a value. One that refers to nothing takes none. */
function isTaken(schema: object, value: unknown): boolean {
  try {
    return new Validator(schema, '2020-12').validate(value).valid;
  } catch {
    return false;
  }
}
