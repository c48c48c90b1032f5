import type { Outcome, OutputChunk, PythonError, RunReply } from '../protocol.ts';

export interface RunResult {
  outcome: Outcome;
  /**
   * What the model is told, as the server's `codeExecutionResult.output`: stdout where the run succeeded; otherwise all that was
   * written, then the traceback or the deadline.
   */
  output: string;
  stdout: string;
  /** What the code wrote to stderr, then the traceback of the exception that ended the run. */
  stderr: string;
  /** The exception that ended the run, where one did. */
  error?: PythonError;
  /** Milliseconds that Python was running. */
  durationMs: number;
  /** Whether the interpreter had to be replaced to end this run, so that earlier variables are gone. */
  stateLost: boolean;
}

/** @param deadline milliseconds that the run was given */
export function composeResult(reply: RunReply, chunks: OutputChunk[], deadline: number, stateLost: boolean): RunResult {
  const textOf = (stream: OutputChunk['stream']) =>
    chunks
      .filter((chunk) => chunk.stream === stream)
      .map((chunk) => chunk.text)
      .join('');
  const stdout = textOf('stdout');
  const stderr = textOf('stderr');
  const output = composeOutput(reply.outcome, stdout, stderr, deadline, stateLost);
  return { ...reply, output, stdout, stderr, stateLost };
}

function composeOutput(outcome: Outcome, stdout: string, stderr: string, deadline: number, stateLost: boolean): string {
  switch (outcome) {
    case 'OUTCOME_OK':
      return stdout;
    case 'OUTCOME_FAILED':
      return onNewLine(stdout) + stderr;
    case 'OUTCOME_DEADLINE_EXCEEDED':
      return onNewLine(stdout) + onNewLine(stderr) + deadlineNote(deadline, stateLost);
    default:
      return outcome satisfies never;
  }
}

function deadlineNote(deadline: number, stateLost: boolean): string {
  const variables = stateLost ? 'Python was restarted: variables of earlier runs are gone' : 'variables are kept';
  return `The run was stopped at its deadline of ${deadline / 1000} s; ${variables}.\n`;
}

function onNewLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
