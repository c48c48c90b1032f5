import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../../../src/entries/index.ts';
import { freshSandbox } from '../freshSandbox.ts';
import { needsSuspending } from '../needsSuspending.ts';
import { sandbox, shareSandbox } from '../sharedSandbox.ts';

shareSandbox();

describe('tools of the page', () => {
  const sales = [{ month: 'January', sold: 45 }];
  const parameters = { properties: { year: { type: 'integer' }, region: { type: 'string' } }, required: ['year'] };

  it('are called from Python as functions, a thousand times if need be', async (context) => {
    needsSuspending(context);
    const asked: unknown[] = [];
    sandbox.expose({
      get_sales_data: {
        description: 'Sales by month.',
        parameters,
        execute: (given) => {
          asked.push(given);
          return sales;
        },
      },
    });
    const code =
      'from tools import get_sales_data\nfor year in range(1000): data = get_sales_data(year, region="north")\nprint(data[0]["sold"])';
    expect((await sandbox.run(code)).output).toBe('45\n');
    expect(asked).toHaveLength(1000);
    expect(asked[7]).toEqual({ year: 7, region: 'north' });
  });

  it('refuse arguments that do not fit their schema, and raise what the page throws', async (context) => {
    needsSuspending(context);
    sandbox.expose({
      fails: { description: 'Always fails.', parameters: {}, execute: () => Promise.reject(new Error('out of stock')) },
    });
    expect((await sandbox.run('from tools import get_sales_data\nget_sales_data("last year")')).error?.message).toMatch(
      /year.*integer/,
    );
    expect((await sandbox.run('from tools import fails\nfails()')).error).toMatchObject({ message: 'out of stock' });
    expect((await sandbox.run('from tools import get_sales_data\nget_sales_data()')).error?.type).toBe('TypeError');
  });

  it('reach no prototype, and have names that Python can import', async () => {
    const own = await freshSandbox();
    const tool = { description: '', parameters: {}, execute: () => 1 };
    own.expose({ one: tool });
    const names = '("one", "constructor", "toString", "__proto__")';
    const code = `import tools\nprint([hasattr(tools, name) for name in ${names}])`;
    expect((await own.run(code)).output).toBe('[True, False, False, False]\n');
    expect(() => own.expose({ 'not a name': tool })).toThrow(InvalidOptionError);
  });

  it('are found by words, the same in both languages', async () => {
    const own = await freshSandbox();
    const described = {
      get_weather: 'The weather in a city.',
      weatherStations: 'All stations, by city.',
      send_mail: 'Sends a mail, such as one about the weather.',
      now: 'The time.',
    };
    const execute = () => 1;
    own.expose(
      Object.fromEntries(
        Object.entries(described).map(([name, description]) => [name, { description, parameters: {}, execute }]),
      ),
    );
    for (const query of ['weather', 'mail weather', 'City stations', 'time', 'get weather', 'xyzzy', '']) {
      const [python, javascript] = [
        `import tools; print([tool.__name__ for tool in tools.search("${query}")])`,
        `console.log(JSON.stringify(tools.search("${query}").map(({ name }) => name)))`,
      ];
      const inPython = (await own.run(python)).output.replaceAll("'", '"').replaceAll(', ', ',');
      expect((await own.run(javascript, { language: 'javascript' })).output, query).toBe(inPython);
    }
    expect((await own.run('print(tools.search("mail")[0].__name__)')).output).toBe('send_mail\n');
  });

  it('are limited in number and size', async (context) => {
    needsSuspending(context);
    const own = await freshSandbox({ toolLimits: { calls: 3, resultLength: 10 } });
    own.expose({ echo: { description: '', parameters: { properties: { text: {} } }, execute: ({ text }) => text } });
    expect((await own.run('from tools import echo\necho("x" * 50)')).error?.message).toMatch(/10 are allowed/);
    expect((await own.run('for n in range(9): echo(n)')).error?.message).toMatch(/More than 3 calls/);
    expect((await own.run('print(echo(1))')).output).toBe('1\n');
  });

  it('stay after a reset', async (context) => {
    needsSuspending(context);
    const own = await freshSandbox();
    own.expose({ one: { description: '', parameters: {}, execute: () => 1 } });
    await own.run('import tools');
    await own.reset();
    expect((await own.run('from tools import one\nprint(one())')).output).toBe('1\n');
  });
});
