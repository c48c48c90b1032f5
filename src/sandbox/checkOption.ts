import { InvalidOptionError } from '../errors.ts';

/**
 * Checks a number, unless the option is not given.
 *
 * @param takes the values that the option takes, such as `bytes, at least 0`
 * @throws InvalidOptionError
 */
export function checkNumber(name: string, value: unknown, takes: string, fits: (value: number) => boolean): void {
  if (value === undefined || (typeof value === 'number' && fits(value))) return;
  throw new InvalidOptionError(`The option \`${name}\` takes ${takes}, not ${String(value)}.`);
}

/**
 * Checks one of several words or numbers, unless the option is not given.
 *
 * @throws InvalidOptionError
 */
export function checkChoice(name: string, value: unknown, choices: readonly (string | number)[]): void {
  if (value === undefined || choices.some((choice) => choice === value)) return;
  const list = choices.map((choice) => (typeof choice === 'string' ? `'${choice}'` : choice)).join(' or ');
  throw new InvalidOptionError(`The option \`${name}\` takes ${list}, not ${JSON.stringify(value)}.`);
}

/**
 * Resolves the address that an option gives.
 *
 * @throws InvalidOptionError
 */
export function addressOf(name: string, address: string | URL, takes: string): URL {
  try {
    return new URL(address, document.baseURI);
  } catch {
    throw new InvalidOptionError(`The option \`${name}\` takes ${takes}, not ${JSON.stringify(String(address))}.`);
  }
}
