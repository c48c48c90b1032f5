import { satisfies, valid, validRange } from '@renovatebot/pep440';
import { canonicalName } from '../lock.ts';
import type { Requirement } from '../source.ts';
import { type Environment, evaluateMarker } from './marker.ts';

/** A line of `Requires-Dist`, with a marker that depends on extras. */
interface ConditionalRequirement extends Requirement {
  /** Tells whether it applies if the package is installed with these extras. */
  applies(extras: readonly string[]): boolean;
}

/** @see https://packaging.python.org/en/latest/specifications/name-normalization/#name-format */
const NAME = /^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/i;
const REQUIREMENT =
  /^\s*([A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?)\s*(?:\[([^\]]*)\])?\s*(?:\(([^)]*)\)|([^;@]*?))\s*(?:;(.*))?$/is;

export function isPackageName(name: string): boolean {
  return NAME.test(name);
}

/**
 * Reads a dependency as wheels declare it, such as `lxml[html] (>=4.9) ; python_version < "3.15"`.
 *
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/
 * @returns `undefined` if it is no dependency, or names an address instead of versions
 */
export function readRequirement(text: string, environment: Environment): ConditionalRequirement | undefined {
  const [, name, extras = '', inParentheses, bare = '', marker = ''] = REQUIREMENT.exec(text) ?? [];
  const versions = (inParentheses ?? bare).trim();
  if (name === undefined || (versions !== '' && !validRange(versions))) return undefined;
  return {
    name: canonicalName(name),
    text: versions === '' ? name : `${name} ${versions}`,
    extras: extras
      .split(',')
      .map((extra) => canonicalName(extra.trim()))
      .filter(Boolean),
    fits: (version) => fits(version, versions),
    applies: (wanted) => ['', ...wanted].some((extra) => evaluateMarker(marker, { ...environment, extra })),
  };
}

/** Tells whether specifiers allow a version. One that is not in PEP 440's form fits only if any version does. */
export function fits(version: string, specifiers: string): boolean {
  if (specifiers.trim() === '') return true;
  return valid(version) !== null && satisfies(version, specifiers, { prereleases: true });
}
