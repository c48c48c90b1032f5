import { MAX_LOST } from '../../src/protocol.ts';

/** Shortens a list of losses to the length that the host takes. The last sentence counts the others. */
export function shortenLosses(lost: string[]): string[] {
  if (lost.length <= MAX_LOST) return lost;
  const named = lost.slice(0, MAX_LOST - 1);
  return [...named, `${(lost.length - named.length).toLocaleString('en')} others.`];
}
