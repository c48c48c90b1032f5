/**
 * Code as a tool of any agent that has a loop of its own.
 *
 * @module tool
 */
export type { BeforeRun, ProposedProgram, RunDecision } from '../answer/beforeRun.ts';
export type { PictureLimits } from '../answer/codec/pictureLimits.ts';
export {
  type CodeTool,
  type CodeToolOptions,
  type CodeToolProgress,
  type CodeToolResult,
  codeTool,
} from '../tool/codeTool.ts';
export { type CodeToolContent, contentOf } from '../tool/declaration.ts';
