import { describe, expect, it } from 'vitest';
import { addUp, countRuns, percentile, statisticsOf } from '../../../../src/chat/runStatistics.ts';
import { search, searchableText } from '../../../../src/chat/storage/search.ts';
import { summarise } from '../../../../src/chat/storage/summarise.ts';
import { startTurn } from '../../../../src/chat/transcript.ts';
import { describeStorage } from '../../../../src/page/dialogs/describeStorage.ts';
import { relativeTime } from '../../../../src/page/dialogs/relativeTime.ts';
import { answeredTurn } from '../conversationTurns.ts';

describe('the statistics of a conversation', () => {
  it('count what its runs came to, but not those that were stopped', () => {
    const statistics = statisticsOf([answeredTurn()]);
    expect(statistics).toEqual({ succeeded: 1, failed: 1, timedOut: 1, durations: [40, 10, 30_000] });
    expect(countRuns(addUp([statistics, statistics]))).toBe(6);
  });

  it('have the middle and the upper end of how long runs took', () => {
    const durations = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(durations, 0.5)).toBe(50);
    expect(percentile(durations, 0.95)).toBe(95);
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([], 0.5)).toBeUndefined();
  });
});

describe('a search in conversations', () => {
  const text = searchableText([answeredTurn()]);

  it.each(['in colour', 'DRAW let', 'while true', 'import time'])(
    'finds %j in questions, answers and code',
    (query) => {
      expect(search(text, query)).toBeDefined();
    },
  );

  it.each(['NameError', 'Hm.', 'colour elephant'])(
    'does not find %j, which is output, a thought, or not all there',
    (query) => {
      expect(search(text, query)).toBeUndefined();
    },
  );

  it('shows what was found, on one line, with some of what is around it', () => {
    expect(search(`${'a '.repeat(100)}\nthe Needle\n${'b '.repeat(100)}`, 'needle')).toEqual({
      before: expect.stringMatching(/^…(a )+the $/),
      found: 'Needle',
      after: expect.stringMatching(/^( b)+…$/),
    });
    expect(search('', ' ')).toBeUndefined();
  });

  it('shows where the words are together, if they are, and takes letters with and without accents for the same', () => {
    const words = 'A café far away. The old Café is here.';
    expect(search(words, 'old cafe')?.found).toBe('old Café');
    expect(search(words, 'cafe old')?.found).toBe('café');
  });
});

describe('a conversation in the list', () => {
  it('goes by its first question, on one line and not too long', () => {
    const titleOf = (question: string) => summarise('1', { turns: [startTurn(1, question)], history: [] }).title;
    expect(titleOf('How many?\nAnd why?')).toBe('How many? And why?');
    expect(titleOf('word '.repeat(40))).toHaveLength(80);
  });

  it.each([
    [30, 'just now'],
    [5 * 60, '5 minutes ago'],
    [3 * 3600, '3 hours ago'],
    [30 * 3600, 'yesterday'],
    [6 * 86_400, '6 days ago'],
    [40 * 86_400, 'Feb 9, 2026'],
  ])('says when it was changed: %i seconds before now', (seconds, words) => {
    const now = new Date(2026, 2, 21, 12).getTime();
    expect(relativeTime(now - seconds * 1000, now)).toBe(words);
  });
});

describe('the size of what is kept', () => {
  it('counts conversations apart from Python itself, which is there without any', () => {
    expect(describeStorage([], 45_000_000)).toBe(
      'Conversations are saved in this browser only. Python itself and this page take 45 MB.',
    );
    expect(describeStorage([2_000_000, 3_400_000], 50_000_000)).toBe(
      'Saved in this browser only: 2 conversations with Python’s variables and files, 5 MB. Python itself and this page take 45 MB.',
    );
  });

  it('says nothing of what the browser does not tell', () => {
    expect(describeStorage([10], undefined)).toBe(
      'Saved in this browser only: 1 conversation with Python’s variables and files, 1 MB.',
    );
  });
});
