import { InvalidOptionError } from '../../errors.ts';
import { checkAnswerOptions } from '../checkOptions.ts';
import type { LocalCodeExecution, LocalPythonOptions } from '../options.ts';

/** The options that this library adds to the tool. */
const OPTIONS: Readonly<Record<keyof LocalCodeExecution, true>> = {
  sandbox: true,
  resume: true,
  mode: true,
  protocol: true,
  languages: true,
  timeout: true,
  maxFailures: true,
  maxRuns: true,
  instruction: true,
  textLimit: true,
  toolsFromPython: true,
  files: true,
  pictures: true,
  retry: true,
  onInput: true,
  tools: true,
  onApproval: true,
  beforeRun: true,
  onEvent: true,
  behavior: true,
};

/** The options of one request. */
export interface RequestOptions {
  options: LocalPythonOptions;
  /** Whose the sandbox is: the application's, the chat's, or that of this request alone. */
  scope: 'application' | 'chat' | 'request';
  /** The partial answer to go on with. */
  resume?: object | undefined;
}

/**
 * Reads the options of a request, which replace those of the client.
 *
 * @throws InvalidOptionError that names an unknown option, or one with an invalid value
 */
export function readRequestOptions(client: LocalPythonOptions, tool: LocalCodeExecution = {}): RequestOptions {
  const given = Object.fromEntries(Object.entries(tool).filter(([, value]) => value !== undefined));
  const { sandbox, resume, behavior: _, ...own }: LocalCodeExecution = given;
  checkAnswerOptions(own);
  const options = { ...client, ...own };
  // A field that Google adds to its tool is for the server to read.
  if (options.mode === 'server') return { options, scope: 'application' };
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(OPTIONS, name));
  if (unknown !== undefined) throw new InvalidOptionError(`${nameOfTool(unknown)} ${Object.keys(OPTIONS).join(', ')}.`);
  if (sandbox === undefined) return { options, scope: 'application', resume };
  if (sandbox === 'request' || sandbox === 'chat') return { options, scope: sandbox, resume };
  if (typeof sandbox === 'object') return { options: { ...options, sandbox }, scope: 'application', resume };
  throw new InvalidOptionError(
    `The option \`sandbox\` of a request takes 'request', 'chat' or a sandbox, not ${JSON.stringify(sandbox)}.`,
  );
}

function nameOfTool(unknown: string): string {
  return `The code execution of a request has no option \`${unknown}\`. It takes`;
}

/** Drops the options of this library from a tool that goes to the server. */
export function withoutOptions(tool: object): object {
  return Object.fromEntries(Object.entries(tool).filter(([name]) => !Object.hasOwn(OPTIONS, name)));
}
