import type { PyodideConfig } from 'pyodide';
import type { EngineParts } from '../supervisor/messages.ts';

export type PyodideLoader = typeof import('pyodide');
export type PyodideModuleFactory = NonNullable<PyodideConfig['createPyodideModule']>;

/** The engine on its way into a worker: each of its parts, as soon as it is there. */
export class PendingEngine {
  readonly #loader = Promise.withResolvers<PyodideLoader>();
  readonly #factory = Promise.withResolvers<{ default?: PyodideModuleFactory }>();
  readonly #standardLibrary = Promise.withResolvers<ArrayBuffer>();
  readonly #lock = Promise.withResolvers<ArrayBuffer>();
  readonly #module = Promise.withResolvers<WebAssembly.Module>();

  readonly loader = this.#loader.promise;
  /** What its script exports: nothing before 314, where it leaves a global behind. */
  readonly factory = this.#factory.promise;
  readonly standardLibrary = this.#standardLibrary.promise;
  readonly lock = this.#lock.promise;
  readonly module = this.#module.promise;

  add({ loader, factory, standardLibrary, lock, module }: Partial<EngineParts>): void {
    // At once, whatever the engine is going to be used for.
    if (loader) this.#loader.resolve(importScript(loader));
    if (factory) this.#factory.resolve(importScript(factory));
    if (standardLibrary) this.#standardLibrary.resolve(standardLibrary);
    if (lock) this.#lock.resolve(lock);
    if (module) this.#module.resolve(module);
  }
}

async function importScript<Exports>(script: Blob): Promise<Exports> {
  const url = URL.createObjectURL(script);
  try {
    return (await import(/* @vite-ignore */ url)) as Exports;
  } finally {
    URL.revokeObjectURL(url);
  }
}
