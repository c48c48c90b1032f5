import { NO_MODULES } from './hints.ts';

/** The global object's property, not enumerable, through which programs and what runs them meet. */
export const BRIDGE = '__glovebox__';

/** What is there. */
export interface ProgramBridge {
  /** Takes what the script of a run is there for. It has no name, which stacks would show. */
  take(program: () => Promise<unknown>): void;
  /** In the place of `import()`, which would need a network. */
  import(specifier: unknown): Promise<never>;
  /** In the place of the global object, where a constant is assigned to. */
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
