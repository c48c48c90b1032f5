import { addOutput, type CellOutput } from './cellOutput.ts';

/** What code asks with `input()`, and waits for. */
export interface InputRequest {
  readonly prompt: string;
  /** Gives the code the line that it waits for, and shows it in the cell. Nothing happens where the code has ended since. */
  answer(line: string): void;
}

/**
 * Has a cell show what its code asks, after what it asked before.
 *
 * @param change changes the cell as it is then
 * @returns the line that the user answers with; it is never given where the code ends first
 */
export function requestInput<Cell extends CellOutput>(
  prompt: string,
  change: (next: (cell: Cell) => Cell) => void,
): Promise<string> {
  return new Promise((resolve) => {
    const request: InputRequest = {
      prompt,
      answer(line) {
        change((cell) => (cell.inputRequests?.includes(request) ? answered(cell, request, line) : cell));
        resolve(line);
      },
    };
    change((cell) => ({ ...cell, inputRequests: [...(cell.inputRequests ?? []), request] }));
  });
}

/** The cell without what its code has asked, once that has ended. */
export function withoutInputRequests<Cell extends CellOutput>(cell: Cell): Cell {
  const { inputRequests: _, ...rest } = cell;
  return rest as Cell;
}

/** Shows question and answer as a terminal does. */
function answered<Cell extends CellOutput>(cell: Cell, request: InputRequest, line: string): Cell {
  const others = cell.inputRequests?.filter((each) => each !== request) ?? [];
  const rest = withoutInputRequests(cell);
  const asking = others.length > 0 ? { ...rest, inputRequests: others } : rest;
  return addOutput(asking, { stream: 'stdout', text: `${request.prompt}${line}\n` });
}
