import type { ApprovalRequest } from '../sandbox/tools/approval.ts';
import {
  type ApprovalQuestion,
  addOutput,
  type CellOutput,
  type InputRequest,
  type UserRequest,
  withUserRequests,
} from './cellOutput.ts';

/** Changes the current state of a cell. */
export type Change<Cell> = (next: (cell: Cell) => Cell) => void;

/**
 * Shows a prompt in a cell, after earlier questions.
 *
 * @param change changes the cell's current state
 * @returns resolves to the user's line; never, if the code ends first
 */
export function requestInput<Cell extends CellOutput>(prompt: string, change: Change<Cell>): Promise<string> {
  return new Promise((resolve) => {
    const request: InputRequest = {
      type: 'input',
      prompt,
      answer(line) {
        change((cell) => (isAsked(cell, request) ? echoed(without(cell, request), `${prompt}${line}\n`) : cell));
        resolve(line);
      },
    };
    change((cell) => withRequest(cell, request));
  });
}

/** Asks the user about calls of tools, and remembers which tools may be called until the end of a run. */
export class Approvals {
  /** Names of tools, with the numbers of their runs. */
  readonly #allowed = new Set<string>();

  /**
   * Shows a call in a cell, after earlier questions.
   *
   * @param change changes the cell's current state
   * @returns resolves to whether the call may run; never, if the code ends first
   */
  ask<Cell extends CellOutput>(call: ApprovalRequest, change: Change<Cell>): Promise<boolean> {
    const { run, tool, description, parameters } = call;
    const key = `${run} ${tool}`;
    if (this.#allowed.has(key)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const request: ApprovalQuestion = {
        type: 'approval',
        tool,
        description,
        parameters,
        answer: (permission) => {
          let others: ApprovalQuestion[] = [];
          change((cell) => {
            const rest = without(cell, request);
            others = callsOf(tool, rest);
            return rest;
          });
          resolve(permission !== 'never');
          if (permission !== 'run') return;
          this.#allowed.add(key);
          for (const other of others) other.answer('once');
        },
      };
      change((cell) => withRequest(cell, request));
    });
  }
}

function withRequest<Cell extends CellOutput>(cell: Cell, request: UserRequest): Cell {
  return withUserRequests(cell, [...(cell.userRequests ?? []), request]);
}

function without<Cell extends CellOutput>(cell: Cell, answered: UserRequest): Cell {
  return withUserRequests(cell, cell.userRequests?.filter((each) => each !== answered) ?? []);
}

function isAsked({ userRequests = [] }: CellOutput, request: UserRequest): boolean {
  return userRequests.includes(request);
}

function callsOf(tool: string, { userRequests = [] }: CellOutput): ApprovalQuestion[] {
  return userRequests.filter((request) => request.type === 'approval').filter((request) => request.tool === tool);
}

/** Shows prompt and answer as a terminal does. */
function echoed<Cell extends CellOutput>(cell: Cell, text: string): Cell {
  return addOutput(cell, { stream: 'stdout', text });
}
