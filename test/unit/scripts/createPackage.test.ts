import { expect, it } from 'vitest';
import { problemWithCreate } from '../../../scripts/createPackage.ts';

const RELEASED = { name: 'glovebox', version: '0.2.0' };

it.each([
  ['the version of the package and depends on it', '0.2.0', { glovebox: '0.2.0' }, undefined],
  ['an older version', '0.1.0', { glovebox: '0.2.0' }, 'create/package.json has to have 0.2.0, and to depend on it.'],
  [
    'an older dependency',
    '0.2.0',
    { glovebox: '0.1.0' },
    'create/package.json has to have 0.2.0, and to depend on it.',
  ],
  ['no dependency', '0.2.0', {}, 'create/package.json has to have 0.2.0, and to depend on it.'],
])('says whether `npm create` can be released, if its package has %s', (_, version, dependencies, problem) => {
  expect(problemWithCreate({ version, dependencies }, RELEASED)).toBe(problem);
});
