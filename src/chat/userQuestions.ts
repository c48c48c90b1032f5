import { importChunk } from '../async/importChunk.ts';
import { openedOnce } from '../async/openedOnce.ts';
import type { ApprovalRequest } from '../sandbox/tools/approval.ts';
import type { CellOutput } from './cellOutput.ts';
import type { Change } from './userRequests.ts';

/** What the programs of one answer ask their user. Its code is loaded with the first question: most programs ask nothing. */
export class UserQuestions {
  readonly #open = openedOnce(async () => {
    const { Approvals, requestInput } = await importChunk(() => import('./userRequests.ts'));
    return { approvals: new Approvals(), requestInput };
  });

  /** Resolves to the user's line. @param change changes the cell's current state */
  async input<Cell extends CellOutput>(prompt: string, change: Change<Cell>): Promise<string> {
    return (await this.#open()).requestInput(prompt, change);
  }

  /** Resolves to whether the call may run. @param change changes the cell's current state */
  async approval<Cell extends CellOutput>(call: ApprovalRequest, change: Change<Cell>): Promise<boolean> {
    return (await this.#open()).approvals.ask(call, change);
  }
}
