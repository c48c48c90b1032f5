import { NO_MODULES } from './hints.ts';

/** The global object's property, not enumerable, through which programs and what runs them meet. */
export const BRIDGE = '__glovebox__';

/** The object at {@link BRIDGE}. */
export interface ProgramBridge {
  /** Takes the function of a run's script. It has no name, which stacks would show. */
  take(program: () => Promise<unknown>): void;
  /** Replaces `import()`, which would need a network. */
  import(specifier: unknown): Promise<never>;
  /** Stands for the global object in an assignment to a constant, and refuses it. */
  constants: object;
}

export function makeBridge(take: ProgramBridge['take']): ProgramBridge {
  return {
    take,
    import: async (specifier) => {
      throw new TypeError(`${JSON.stringify(String(specifier))} cannot be imported. ${NO_MODULES}`);
    },
    constants: new Proxy(globalThis, {
      set() {
        throw new TypeError('Assignment to constant variable.');
      },
    }),
  };
}
