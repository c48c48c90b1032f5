/** Reads the contents of a front end's requests. What is missing gets the protocol's own default. */
import * as v from 'valibot';

const code = v.fallback(v.string(), '');
const cursor = v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0)), 0);

const executeRequest = v.object({
  code,
  silent: v.fallback(v.boolean(), false),
  allow_stdin: v.fallback(v.boolean(), true),
  stop_on_error: v.fallback(v.boolean(), true),
});
const codeRequest = v.object({ code, cursor_pos: cursor, detail_level: v.fallback(v.number(), 0) });
const commOpen = v.object({ comm_id: v.fallback(v.string(), '') });
const shutdownRequest = v.object({ restart: v.fallback(v.boolean(), false) });
const inputReply = v.object({ value: v.fallback(v.string(), '') });

export type ExecuteRequest = v.InferOutput<typeof executeRequest>;

export const readExecuteRequest = (content: unknown) => v.parse(executeRequest, content);
export const readCodeRequest = (content: unknown) => v.parse(codeRequest, content);
export const readCommOpen = (content: unknown) => v.parse(commOpen, content);
export const readShutdownRequest = (content: unknown) => v.parse(shutdownRequest, content);
export const readInputReply = (content: unknown) => v.parse(inputReply, content);
