import type { Session } from '../chat/session.ts';
import type { PythonRequest } from './pythonEvents.ts';

/** Does what a code cell requests of Python. Ignores other requests. */
export async function doCellRequest(request: PythonRequest, { python, running }: Session): Promise<void> {
  switch (request.type) {
    case 'run':
      return running ? undefined : python.run(request.code);
    case 'forget-run':
      return python.forgetRun(request.cell);
    case 'stop':
      return python.stop(request.cell);
    case 'introspect':
      return request.give(running ? undefined : await python.introspection());
    case 'tables':
      return request.give(await python.tables());
    case 'read-file':
      return request.give(await python.readFile(request.path).catch(() => undefined));
    default:
      return undefined;
  }
}
