/** Messages between the supervisor and its workers, both in the frame. */
import type { WorkerOptions } from '../../src/protocol.ts';
import type { Packed, Packing } from '../snapshot/packReceived.ts';
import type { Piece } from '../snapshot/pieces.ts';
import type { CapturedSnapshot, SeparateSnapshot, Snapshot } from '../snapshot/snapshot.ts';

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
  /** The snapshot that it will probably start from, which it has read when it needs it. */
  | { type: 'expect'; snapshot: Snapshot | Blob }
  /** The snapshot that it goes on from before it is asked to. */
  | { type: 'restore'; snapshot: Snapshot }
  /** Comes with the host's port. */
  | { type: 'begin'; options: WorkerOptions; snapshot: Snapshot | Blob | 'known' | undefined }
  /** Of the bytes that follow a snapshot. */
  | Piece
  /** Is answered with `captured`. `reuse`: a buffer for the memory. */
  | { type: 'capture'; snapshotId: number; reuse: ArrayBuffer | undefined }
  /** Is answered with `packed`, by a worker that does nothing else. */
  | ({ type: 'pack'; packing: Packing } & SeparateSnapshot);

export type FromWorker =
  | Piece
  /** The interpreter has gone on from its snapshot. */
  | { type: 'restored' }
  /** The interpreter could not go on from the snapshot. Comes with the host's port, for another to be started. */
  | { type: 'restore-refused'; message: string }
  /** Answers `capture`, or comes without having been asked for, before any user code runs: then it has no `snapshotId`. */
  | { type: 'captured'; snapshotId?: number | undefined; captured: Captured }
  | { type: 'packed'; packed: Packed | { refused: string } };

export type Captured = { snapshot: CapturedSnapshot } | { refused: string };
