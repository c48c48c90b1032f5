import { formatWithOptions, type InspectOptions, inspect } from 'node-inspect-extracted';
import type { OutputChunk } from '../../src/protocol.ts';
import { table } from './consoleTable.ts';
import { stackAsInNode } from './nodeErrors.ts';

type Stream = OutputChunk['stream'];

const INDENTATION = '  ';

/**
 * Makes a console that writes as Node's does.
 *
 * @param write takes a text that may have the stack of an error in it
 * @see https://console.spec.whatwg.org/
 */
export function makeConsole(write: (stream: Stream, text: string) => void) {
  let indentation = '';
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();
  const print = (stream: Stream, text: string) => {
    const indented = indentation === '' ? text : indentation + text.replaceAll('\n', `\n${indentation}`);
    write(stream, `${indented}\n`);
  };
  const to =
    (stream: Stream) =>
    (...data: unknown[]): void =>
      print(stream, format(data));
  const log = to('stdout');
  const warn = to('stderr');
  const group = (...label: unknown[]): void => {
    if (label.length > 0) log(...label);
    indentation += INDENTATION;
  };
  const elapsed = (label: string, rest: unknown[]): boolean => {
    const start = starts.get(label);
    if (start === undefined) warn(`Warning: No such label '${label}' for console.time()`);
    else log(`${label}: ${duration(performance.now() - start)}`, ...rest);
    return start !== undefined;
  };
  return {
    log,
    info: log,
    debug: log,
    dirxml: log,
    warn,
    error: warn,
    dir: (value: unknown, options: InspectOptions = {}) =>
      print('stdout', inspect(value, { customInspect: false, ...options })),
    trace: (...data: unknown[]) => warn(withStack(format(data))),
    assert(condition: unknown, ...data: unknown[]) {
      if (condition) return;
      if (typeof data[0] === 'string') data[0] = `Assertion failed: ${data[0]}`;
      else data.unshift('Assertion failed');
      warn(...data);
    },
    table: (data: unknown, columns?: readonly string[]) => log(table(data, columns) ?? data),
    group,
    groupCollapsed: group,
    groupEnd() {
      indentation = indentation.slice(INDENTATION.length);
    },
    count(label: unknown = 'default') {
      const count = (counts.get(String(label)) ?? 0) + 1;
      counts.set(String(label), count);
      log(`${label}: ${count}`);
    },
    countReset: (label: unknown = 'default') => void counts.delete(String(label)),
    time: (label: unknown = 'default') => void starts.set(String(label), performance.now()),
    timeLog: (label: unknown = 'default', ...data: unknown[]) => void elapsed(String(label), data),
    timeEnd(label: unknown = 'default') {
      if (elapsed(String(label), [])) starts.delete(String(label));
    },
    clear() {},
  };
}

function format(data: unknown[]): string {
  return formatWithOptions({}, ...data);
}

function withStack(text: string): string {
  const trace = new Error(text);
  trace.name = 'Trace';
  // In Chromium, a stack begins with the name that the error had when it was made.
  return stackAsInNode(trace) ?? `${trace.stack}`.replace(/^Error/, trace.name);
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Number(milliseconds.toFixed(3))}ms` : `${(milliseconds / 1000).toFixed(3)}s`;
}
