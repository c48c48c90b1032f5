import { describe } from 'vitest';
import { Sandbox } from '../../../src/entries/index.ts';
import { describeCodeExecutor } from '../../support/codeExecutor/suite.ts';
import { ASSETS } from './freshSandbox.ts';

describe('a sandbox', () => {
  describeCodeExecutor(() => Sandbox.create({ assets: ASSETS }));
});
