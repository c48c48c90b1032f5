import { INTERACTION_SCRIPTS } from './interactionScripts.ts';
import { call, field, runs, type ScriptedExample, shown, shows, type Turn } from './turns.ts';

const SEARCHED: Turn['candidate'] = {
  groundingMetadata: { groundingChunks: [{ web: { uri: 'https://peaks.example/alps', title: 'Peaks of the Alps' } }] },
};
const HEIGHTS = [
  'heights = [4806, 4634, 4545, 4506, 4478]',
  'mean = sum(heights[1:]) / 4',
  "print(f'{heights[0] - mean:.2f} m above the mean')",
].join('\n');

export const EXAMPLE_SCRIPTS: Record<string, ScriptedExample> = {
  ...INTERACTION_SCRIPTS,

  basic: {
    turns: [
      { expect: [{ declares: ['run_python'] }], parts: [{ text: 'I go through all months.' }, runs('fridays')] },
      shown('171 times', [], { text: 'It did so 171 times.' }),
    ],
    logs: ['I go through all months.', '.weekday() == 4', '171 times, first on 1901-09-13', 'It did so 171 times.'],
  },

  picturesIn: {
    turns: [
      { expect: [shows('image/png'), { textContains: 'file_1.png (image/png' }], parts: [runs('receipt')] },
      shown('0.50 less', [], { text: 'The total is 0.50 too high.' }),
    ],
    logs: [
      'Code (PYTHON):',
      'Output (OUTCOME_OK):\n420 x 260 pixels; the items come to 23.30, 0.50 less',
      'Text: The total',
    ],
  },

  chat: {
    turns: [
      {
        expect: [field('contents[1].parts[0].text', 'Gladly. Which numbers?')],
        parts: [
          call(
            'import statistics\nhoney = [21.5, 18.2, 24.9, 9.4, 20.1]\nmean, spread = statistics.mean(honey), statistics.stdev(honey)\nprint(f"{mean:.2f} {spread:.2f}")',
          ),
        ],
      },
      shown('18.82 5.81', [], { text: '18.82 kg, give or take 5.81 kg.' }),
      { parts: [call('print([n + 1 for n, kilos in enumerate(honey) if kilos < mean - spread])')] },
      shown('[4]', [], { text: 'The fourth.' }),
      { parts: [call('others = honey[:3] + honey[4:]\nprint(f"{sum(others) / 4 * 5:.2f}")')] },
      shown('105.88', [], { text: '105.88 kg.' }),
    ],
    logs: [
      'Mean and spread: 18.82 kg',
      'The weak hive: The fourth.',
      'Without it: 105.88 kg.',
      'Contents in the history: 8',
    ],
  },

  streaming: {
    turns: [
      { parts: [{ text: 'I count ' }, { text: 'coin by coin.' }, runs('coins')] },
      shown('6,295,434', [], { text: 'In 6,295,434 ' }, { text: 'ways.' }),
    ],
    logs: ['I count ', 'coin by coin.', 'for coin in coins:', '6,295,434 ways', 'In 6,295,434 ', 'ways.'],
  },

  live: {
    turns: [
      {
        expect: [
          { declares: ['run_python'] },
          { textContains: '100 euros' },
          field('clientContent.turnComplete', true),
        ],
        parts: [
          call(
            'saved = 0\nfor month in range(120):\n    saved = (saved + 100) * (1 + 0.03 / 12)\nprint(f"{saved:,.2f}")',
          ),
        ],
      },
      shown('14,009.08', [], { text: 'About fourteen thousand ' }, { text: 'and nine euros.' }),
    ],
    logs: [
      'You: I put 100 euros aside',
      'for month in range(120)',
      '14,009.08\n',
      'About fourteen thousand and nine euros.',
    ],
  },

  liveFunctions: {
    turns: [
      {
        expect: [{ declares: ['read_scales', 'run_python'] }],
        parts: [{ functionCall: { name: 'read_scales', args: {} } }],
      },
      {
        expect: [{ functionResponse: { name: 'read_scales', responseContains: '412' } }],
        parts: [runs('vans')],
      },
      shown('4 vans', [], { text: 'Four vans.' }),
    ],
    logs: ['The model calls read_scales.', '4 vans', 'Four vans.'],
  },

  fileInPlotOut: {
    turns: [
      {
        expect: [shows('text/csv'), { textContains: 'tides.csv (text/csv, 134 bytes)' }],
        parts: [runs('png', 'tides')],
      },
      shown("range 371 cm, from ('12:00', 97) to ('04:00', 468)", ['image/png'], { text: 'The range is 3.71 m.' }),
    ],
    logs: ['The range is 3.71 m.'],
    pictures: 1,
  },

  functionDeclarations: {
    turns: [
      {
        expect: [{ declares: ['read_rain_gauge', 'run_python'] }],
        parts: [{ functionCall: { name: 'read_rain_gauge', args: { days: 10 } } }],
      },
      {
        expect: [{ functionResponse: { name: 'read_rain_gauge', responseContains: '18.9' } }],
        parts: [
          call(
            'rain = [0, 6.1, 0.4, 0, 18.9, 2.2, 0, 0, 7.7, 1.3]\nprint(f"{sum(rain):.1f} mm,", rain.count(0), "dry")',
          ),
        ],
      },
      shown('36.6 mm, 4 dry', [], { text: '36.6 mm; four days were dry.' }),
      { parts: [{ functionCall: { name: 'read_rain_gauge', args: { days: 14 } } }] },
      {
        expect: [{ functionResponse: { name: 'read_rain_gauge', responseContains: '3.2' } }],
        parts: [
          call(
            'from itertools import groupby\nrain = [0, 3.2, 11.5, 0, 0, 6.1, 0.4, 0, 18.9, 2.2, 0, 0, 7.7, 1.3]\nprint(max(len(list(days)) for dry, days in groupby(rain, lambda mm: mm == 0) if dry))',
          ),
        ],
      },
      shown('2', [], { text: 'Two days.' }),
    ],
    logs: [
      'The model calls: [{"name":"read_rain_gauge","args":{"days":10}}]',
      '36.6 mm, 4 dry',
      '36.6 mm; four days were dry.',
      '2\n',
      'Two days.',
    ],
  },

  search: {
    turns: [
      {
        expect: [{ declares: ['run_python'] }, field('toolConfig.includeServerSideToolInvocations', true)],
        parts: [
          { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['highest peaks of the Alps'] } } },
          { toolResponse: { toolType: 'GOOGLE_SEARCH_WEB', response: { search_suggestions: '' } } },
          call(HEIGHTS),
        ],
        candidate: SEARCHED,
      },
      shown('265.25 m', [], { text: 'By 265.25 m.' }),
      // Models before Gemini 3 take no functions beside the search: they write their programs as text.
      {
        expect: [{ declares: [] }, field('tools', [{ googleSearch: {} }])],
        parts: [{ text: `I compute it.\n\`\`\`python\n${HEIGHTS}\n\`\`\`\n` }],
        candidate: SEARCHED,
      },
      { expect: [{ textContains: '265.25 m above the mean' }], parts: [{ text: 'It is 265.25 m.' }] },
    ],
    logs: [
      'gemini-3.8-flash: By 265.25 m.',
      '265.25 m above the mean\n',
      'Source: Peaks of the Alps https://peaks.example/alps',
      'gemini-2.5-flash-lite: I compute it.\nIt is 265.25 m.',
      '265.25 m above the mean\n',
      'Source: Peaks of the Alps https://peaks.example/alps',
    ],
  },

  errorHandling: {
    turns: [
      { parts: [call('print(smallest_sum_of_cubes(3))')] },
      shown("NameError: name 'smallest_sum_of_cubes' is not defined", [], runs('cubes_by_brute_force')),
      shown('timed out after 3 s', [], runs('cubes')),
      shown('87539319', [], { text: 'It is 87,539,319.' }),
    ],
    logs: [
      'The program failed.',
      "NameError: name 'smallest_sum_of_cubes' is not defined",
      'The program took too long.',
      'Until then: looking at each number in turn',
      'The program ran to its end.',
      'Output: 87539319',
      'It is 87,539,319.',
    ],
  },

  extractCodeAndResults: {
    turns: [
      { expect: [field('generationConfig.temperature', 0)], parts: [call('print(likelihood)')] },
      shown('NameError', [], runs('birthdays')),
      shown('exact: 0.5073', [], { text: 'About one in two.' }),
    ],
    logs: [
      'The program:',
      'print(likelihood)',
      'NameError',
      'How it ended: OUTCOME_FAILED',
      'The program:',
      'random.seed(23)',
      'What it printed:',
      'exact: 0.5073',
      'How it ended: OUTCOME_OK',
      'true true',
    ],
  },

  reportGenerator: {
    turns: [
      { parts: [runs('report_figures')] },
      shown('mean 4.32', [], { text: 'On average 4.32 kW; 1.2, 9.7 and 2.0 stand out.' }),
      { parts: [runs('png', 'report_chart')] },
      shown('', ['image/png'], { text: 'Here it is.' }),
      { parts: [{ text: '- At 18:00 the workshop drew 9.7 kW.' }] },
    ],
    logs: [
      '# Workshop, 14 May',
      '## Figures\n\nOn average 4.32 kW; 1.2, 9.7 and 2.0 stand out.',
      '## Charts: 1',
      '## Insights\n\n- At 18:00',
    ],
    pictures: 1,
  },

  dataAnalysis: {
    turns: [
      { parts: [runs('reserve_records')] },
      shown('7 of 8 records', [], { text: 'One record has no visitors.' }),
      // The first try fails, and is mended within the step.
      { parts: [call('print(totals)')] },
      shown("NameError: name 'totals' is not defined", [], runs('reserve_totals')),
      shown('North Gate: 587', [], { text: 'North Gate has twice as many.' }),
      { parts: [runs('reserve_changes')] },
      shown('+37.7 %', [], { text: 'Sunday was the best day.' }),
    ],
    logs: [
      'Step 1, after 1 run(s):',
      '7 of 8 records are complete',
      'Step 2, after 2 run(s):',
      'Lake Pier: 294 visitors, 45.8 minutes each\nNorth Gate: 587 visitors, 30.8 minutes each',
      'Step 3, after 1 run(s):',
      '+14.4 %\n+37.7 %\n-53.8 %',
    ],
  },

  loanAmortisation: {
    turns: [
      { parts: [runs('loan')] },
      shown('payment 731.37, interest 21317.57', [], { text: 'You would pay 731.37 euros every month.' }),
    ],
    logs: [
      'payment 731.37, interest 21317.57 in 144 months',
      '6    731.37    265.50    465.87     81227.33',
      'with 150 more: 4625.22 less interest, 29 months sooner',
      'You would pay 731.37 euros every month.',
    ],
  },

  barChart: {
    turns: [
      { parts: [runs('png', 'loans')] },
      shown('mean 463.2, best month 7 with 611', ['image/png'], { text: 'July was the best month.' }),
    ],
    logs: ['July was the best month.'],
    pictures: 1,
  },

  zoomAndCount: {
    turns: [
      {
        expect: [shows('image/png'), { textContains: 'pantry.png (image/png' }],
        parts: [{ text: 'The stickers are too small: I zoom in.' }, runs('png', 'read_png', 'zoom')],
      },
      shown('cut out 1600 x 30 pixels', ['image/png'], runs('count_stickers')),
      shown('7 red stickers', ['image/png'], { text: 'Seven jars have one.' }),
    ],
    logs: ['I zoom in.', 'cut out 1600 x 30 pixels', '7 red stickers', 'Seven jars have one.'],
    pictures: 2,
  },
};
