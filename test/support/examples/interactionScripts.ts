import { call, field, runs, type ScriptedExample, shown } from './turns.ts';

/** Those of the Interactions API. */
export const INTERACTION_SCRIPTS: Record<string, ScriptedExample> = {
  interactions: {
    turns: [
      {
        expect: [{ declares: ['run_python'] }],
        parts: [
          call('triangular = [n * (n + 1) // 2 for n in range(1, 1001)]\nprint(sum(n % 7 == 0 for n in triangular))'),
        ],
      },
      shown('285', [], { text: '285 of them.' }),
    ],
    logs: ['triangular = [', '285\n', '285 of them.'],
  },

  interactionsStreaming: {
    turns: [
      {
        parts: [
          { text: 'I add part ' },
          { text: 'after part.' },
          call(
            'ways = [1] + [0] * 100\nfor part in range(1, 101):\n    for total in range(part, 101):\n        ways[total] += ways[total - part]\nprint(f"{ways[100]:,}")',
          ),
        ],
      },
      shown('190,569,292', [], { text: 'In 190,569,292 ' }, { text: 'ways.' }),
    ],
    logs: ['I add part ', 'after part.', 'for part in range', '190,569,292\n', 'In 190,569,292 ', 'ways.', 'Tokens: '],
  },

  interactionsConversation: {
    turns: [
      {
        expect: [{ textContains: 'file_1.csv (text/csv, 46 bytes)' }],
        parts: [
          call(
            'import csv\nkm = {row["day"]: float(row["km"]) for row in csv.DictReader(open("file_1.csv"))}\nprint(sum(km.values()))',
          ),
        ],
      },
      shown('30.0', [], { text: '30 km.' }),
      { parts: [call('mean = sum(km.values()) / len(km)\nprint([day for day in km if km[day] > mean])')] },
      shown("['Tue', 'Thu']", [], { text: 'On Tuesday and Thursday.' }),
    ],
    logs: ['In all: 30 km.', 'Above the average: On Tuesday and Thursday.'],
  },

  interactionsPlot: {
    turns: [
      { expect: [{ textContains: 'tides.csv (text/csv, 134 bytes)' }], parts: [runs('png', 'tides')] },
      shown("('04:00', 468)", ['image/png'], { text: 'At four in the morning.' }),
    ],
    logs: ['At four in the morning.'],
    pictures: 1,
  },

  interactionsZoom: {
    turns: [
      {
        expect: [field('input[0].content[0].mime_type', 'image/png'), { textContains: 'seismograph.png (image/png' }],
        parts: [{ text: 'I look at the line closely.' }, runs('png', 'read_png', 'seismograph')],
      },
      shown('minute 42', ['image/png'], { text: 'In minute 42.' }),
    ],
    logs: ['I look at the line closely.', 'minute 42', 'In minute 42.'],
    pictures: 1,
  },

  interactionsSearch: {
    behaviors: { serverToolHistory: 'accepted' },
    turns: [
      {
        expect: [{ declares: ['run_python'] }],
        parts: [
          { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['longest rivers of Europe'] } } },
          { toolResponse: { toolType: 'GOOGLE_SEARCH_WEB', response: { search_suggestions: '' } } },
          call('lengths = [3531, 2860, 2428, 2201, 1870]\nprint(f"{sum(lengths):,} km")'),
        ],
      },
      shown('12,890 km', [], { text: 'Together 12,890 km.' }),
    ],
    logs: ['Searched for: longest rivers of Europe', 'Computed: 12,890 km\n', 'Together 12,890 km.'],
  },

  interactionsFunctions: {
    turns: [
      {
        expect: [{ declares: ['read_rain_gauge', 'run_python'] }],
        parts: [{ functionCall: { name: 'read_rain_gauge', args: { days: 10 } } }],
      },
      {
        expect: [{ functionResponse: { name: 'read_rain_gauge', responseContains: '18.9' } }],
        parts: [call('print(f"{sum([0, 6.1, 0.4, 0, 18.9, 2.2, 0, 0, 7.7, 1.3]):.1f} mm")')],
      },
      shown('36.6 mm', [], { text: '36.6 mm in ten days.' }),
    ],
    logs: ['The model calls read_rain_gauge: {"days":10}', '36.6 mm in ten days.'],
  },

  interactionsStateless: {
    turns: [
      {
        expect: [field('store', false)],
        parts: [
          call(
            'count = {n: sum(n % d == 0 for d in range(1, n + 1)) for n in range(1, 3000)}\nyear = max(count, key=count.get)\nprint(year)',
          ),
        ],
      },
      shown('2520', [], { text: 'The year 2520.' }),
      { expect: [{ textContains: 'how many' }], parts: [call('print(count[year])')] },
      shown('48', [], { text: 'It has 48.' }),
    ],
    logs: [
      'The year 2520.',
      'It has 48.',
      'code_execution_call, code_execution_result',
      'model_output, user_input',
      'code_execution_call, code_execution_result',
    ],
  },
};
