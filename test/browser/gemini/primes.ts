import type { Script } from '../../support/geminiFake/script/script.ts';
import { answersWith, call } from './play.ts';

export const QUESTION =
  'What is the sum of the first 50 prime numbers? Generate and run code for the calculation, and make sure you get all 50.';

export const CODE = [
  'primes = [n for n in range(2, 230) if all(n % d for d in range(2, n))]',
  'assert len(primes) == 50',
  "print(f'sum_of_primes={sum(primes)}')",
].join('\n');

/** The model writes a program, is shown what it printed, and answers. */
export const PRIMES: Script = {
  turns: [
    { parts: [{ text: 'I will count them. ' }, call(CODE)] },
    { expect: answersWith('sum_of_primes=5117'), parts: [{ text: 'The sum is ' }, { text: '5117.' }] },
  ],
};
