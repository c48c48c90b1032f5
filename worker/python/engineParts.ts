import type { PyodideConfig } from 'pyodide';
import type { EngineParts } from '../supervisor/workerMessages.ts';

export type PyodideLoader = typeof import('pyodide');
export type PyodideModuleFactory = NonNullable<PyodideConfig['createPyodideModule']>;

/** The engine while it is loaded: a promise for each of its parts. */
export class PendingEngine {
  readonly #loader = Promise.withResolvers<PyodideLoader>();
  readonly #factory = Promise.withResolvers<{ default?: PyodideModuleFactory }>();
  readonly #standardLibrary = Promise.withResolvers<ArrayBuffer>();
  readonly #lock = Promise.withResolvers<ArrayBuffer>();
  readonly #module = Promise.withResolvers<WebAssembly.Module>();

  readonly loader = this.#loader.promise;
  /** The exports of its script: none before Pyodide 314, whose script sets a global. */
  readonly factory = this.#factory.promise;
  readonly standardLibrary = this.#standardLibrary.promise;
  readonly lock = this.#lock.promise;
  readonly module = this.#module.promise;

  add({ loader, factory, standardLibrary, lock, module }: Partial<EngineParts>): void {
    // At once: every use of the engine needs them.
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
