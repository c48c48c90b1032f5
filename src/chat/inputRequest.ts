import { addOutput, type CellOutput, type InputRequest } from './cellOutput.ts';

/**
 * Shows a prompt in a cell, after earlier prompts.
 *
 * @param change changes the cell's current state
 * @returns resolves to the user's line; never, if the code ends first
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

/** Returns the cell without prompts, when its code has ended. */
export function withoutInputRequests<Cell extends CellOutput>(cell: Cell): Cell {
  const { inputRequests: _, ...rest } = cell;
  return rest as Cell;
}

/** Shows prompt and answer as a terminal does. */
function answered<Cell extends CellOutput>(cell: Cell, request: InputRequest, line: string): Cell {
  const others = cell.inputRequests?.filter((each) => each !== request) ?? [];
  const rest = withoutInputRequests(cell);
  const asking = others.length > 0 ? { ...rest, inputRequests: others } : rest;
  return addOutput(asking, { stream: 'stdout', text: `${request.prompt}${line}\n` });
}
