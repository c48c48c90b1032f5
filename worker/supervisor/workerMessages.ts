/** Messages between the supervisor and its workers, both in the frame. */
import type { WorkerOptions } from '../../src/protocol.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** The parts of the engine. */
export interface EngineParts {
  /** A script, to be imported. */
  loader: Blob;
  /** A script, to be imported. */
  factory: Blob;
  standardLibrary: ArrayBuffer;
  lock: ArrayBuffer;
  module: WebAssembly.Module;
}

export const ENGINE_PARTS = ['loader', 'factory', 'standardLibrary', 'lock', 'module'] as const;

export type ToWorker =
  /** Prepares as far as possible to boot, or to go on from the snapshot that comes with `begin`. */
  | { type: 'prepare'; restores: boolean }
  /** Parts of the engine, as they come. */
  | { type: 'parts'; parts: Partial<EngineParts> }
  /** The snapshot that it will probably start from, to be read while it waits for the engine. */
  | { type: 'expect'; file: Blob }
  /** The snapshot that it goes on from before it is asked to. */
  | { type: 'restore'; snapshot: Snapshot }
  /** Comes with the host's port. */
  | { type: 'begin'; options: WorkerOptions; snapshot: Snapshot | Blob | 'known' | undefined }
  /** Comes with a port for the answer, a {@link Captured}. `reuse`: a buffer for the memory. */
  | { type: 'capture'; reuse: ArrayBuffer | undefined };

/** The one message of a worker that was given a snapshot or is to capture itself, sent before any user code runs in it. */
export type FromWorker =
  | { type: 'restored' }
  | { type: 'captured'; captured: Captured }
  /** The interpreter could not go on from the snapshot. Comes with the host's port, for another to be started. */
  | { type: 'restore-refused'; message: string };

export type Captured = { snapshot: Snapshot } | { refused: string };
