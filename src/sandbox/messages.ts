/** The shapes that messages from the frame must have. What does not fit is refused, whoever sent it. */
import * as v from 'valibot';
import { UntrustedMessageError } from '../errors.ts';
import { BOOT_STEPS, OUTCOMES, type RunReply, type SupervisorEvent, type WorkerEvent } from '../protocol.ts';

const runNumber = v.pipe(v.number(), v.integer());
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));

const outputChunk = v.object({ stream: v.picklist(['stdout', 'stderr']), text: v.string(), time: milliseconds });

const workerEvent = v.variant('type', [
  v.object({ type: v.literal('boot-step'), step: v.picklist(BOOT_STEPS) }),
  v.object({ type: v.literal('ready'), python: v.string(), pyodide: v.string() }),
  v.object({ type: v.literal('boot-failed'), message: v.string() }),
  v.object({ type: v.literal('broken'), message: v.string() }),
  v.object({ type: v.literal('output-delta'), run: runNumber, chunks: v.array(outputChunk) }),
]);

const supervisorEvent = v.variant('type', [
  v.object({ type: v.literal('worker-error'), id: runNumber, message: v.string() }),
  v.object({ type: v.literal('frame-removed') }),
]);

const runReply = v.object({
  outcome: v.picklist(OUTCOMES),
  error: v.exactOptional(v.object({ type: v.string(), message: v.string(), traceback: v.string() })),
  durationMs: milliseconds,
});

/** `undefined` for anything else: comlink's own messages share the port. */
export function readWorkerEvent(data: unknown): WorkerEvent | undefined {
  const { success, output } = v.safeParse(workerEvent, data);
  return success ? output : undefined;
}

export function readSupervisorEvent(data: unknown): SupervisorEvent | undefined {
  const { success, output } = v.safeParse(supervisorEvent, data);
  return success ? output : undefined;
}

/** @throws UntrustedMessageError */
export function readRunReply(data: unknown): RunReply {
  const { success, output, issues } = v.safeParse(runReply, data);
  if (success) return output;
  throw new UntrustedMessageError(`The sandbox gave a malformed answer to a run: ${issues[0].message}.`);
}
