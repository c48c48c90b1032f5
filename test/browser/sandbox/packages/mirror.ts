import { inject } from 'vitest';
import type { RunResult } from '../../../../src/entries/index.ts';

export const { origin: MIRROR, hasNative } = inject('mirror');
/** An engine without packages beside it. */
export const ENGINE = `${MIRROR}/engine/`;
/** An engine with two packages beside it. */
export const VENDORED = `${MIRROR}/vendored/`;

/** Addresses that nobody has used before: what a page has downloaded, it keeps. */
export function newAddresses(from = 'distribution') {
  const visit = `/as/browser-${crypto.randomUUID()}`;
  return {
    options: {
      assets: ENGINE,
      distributionUrl: `${MIRROR}${visit}/${from}/`,
      pypiUrl: `${MIRROR}${visit}/pypi/simple/`,
    },
    requests: async (): Promise<string[]> => (await fetch(`${MIRROR}/requests${visit}/`)).json(),
  };
}

/** All that the user and the model are told about an error. */
export const told = ({ error, output }: RunResult) => ({ user: `${error?.message} ${error?.hint}`, model: output });
