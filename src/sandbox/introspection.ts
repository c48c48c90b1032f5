import { importChunk } from '../async/importChunk.ts';
import type { IntrospectionRequest } from '../protocol.ts';
import type { Completeness, Completion, InstalledPackage, VariableList } from './introspectionAnswers.ts';
import type { Interpreter } from './session/interpreter.ts';

type Readers = typeof import('./frame/introspectionSchemas.ts');
type InTurn = <Value>(use: (interpreter: Interpreter) => Promise<Value>) => Promise<Value>;

/**
 * Answers what an editor asks while a user types, and what a view of the session shows. Nothing of the code runs, nor does a property of an
 * object. Each call waits for earlier runs.
 * Places in code are counted in characters (code points), as in Python and in Jupyter, not in units of UTF-16. All methods throw the errors of
 * `Sandbox.run` if the sandbox is closed or reset, or its worker dies.
 */
export class Introspection {
  readonly #inTurn: InTurn;

  /** @internal */
  constructor(inTurn: InTurn) {
    this.#inTurn = inTurn;
  }

  /** Finds the names that the text before the cursor may become: at most 500. Code chose them. */
  complete(code: string, cursor = lengthOf(code)): Promise<Completion> {
    return this.#ask({ kind: 'complete', code, cursor }, ({ readCompletion }) => readCompletion);
  }

  /**
   * Describes the object at the cursor: its signature, type, value and docstring, with `detail` also its source.
   *
   * @returns `undefined` if there is none
   */
  inspect(code: string, cursor = lengthOf(code), { detail = false } = {}): Promise<string | undefined> {
    return this.#ask({ kind: 'inspect', code, cursor, detail }, ({ readDescription }) => readDescription);
  }

  /** Tells whether Enter should run the code, or begin another line. */
  isComplete(code: string): Promise<Completeness> {
    return this.#ask({ kind: 'is-complete', code }, ({ readCompleteness }) => readCompleteness);
  }

  /** Lists the variables of the session, without modules and names that begin with an underscore. */
  variables(): Promise<VariableList> {
    return this.#ask({ kind: 'variables' }, ({ readVariables }) => readVariables);
  }

  /** Lists the packages that are installed in the session, by name. */
  packages(): Promise<InstalledPackage[]> {
    return this.#ask({ kind: 'packages' }, ({ readPackages }) => readPackages);
  }

  #ask<Answer>(
    request: IntrospectionRequest,
    choose: (readers: Readers) => (json: unknown) => Answer,
  ): Promise<Answer> {
    return this.#inTurn(async (interpreter) => {
      // Most pages never ask.
      const readers = await importChunk(() => import('./frame/introspectionSchemas.ts'));
      return interpreter.introspect(request, choose(readers));
    });
  }
}

function lengthOf(code: string): number {
  return Array.from(code).length;
}
