import type { Session } from '../chat/session.ts';
import type { PythonRequest } from './pythonEvents.ts';

/** Does what a cell asks of Python. Other requests are not for cells to make, and are left alone. */
export async function doCellRequest(request: PythonRequest, { python, running }: Session): Promise<void> {
  switch (request.type) {
    case 'run':
      return running ? undefined : python.run(request.code);
    case 'forget-run':
      return python.forgetRun(request.cell);
    case 'stop':
      return python.stop();
    default:
      return undefined;
  }
}
