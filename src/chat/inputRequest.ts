import { addOutput, type CellOutput, type InputRequest } from './cellOutput.ts';

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
