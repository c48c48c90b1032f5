/** The command `npm run fake-gemini`: the strict stand-in for the Gemini API, for any client. */
import { parseArgs } from 'node:util';
import { FAILURE_NAMES } from './failures.ts';
import { readScriptFile, ScriptFileError } from './script/scriptFile.ts';
import { type AnsweredRequest, type FakeGemini, startFakeGemini } from './server.ts';

const USAGE = `Usage: npm run fake-gemini -- --script FILE [--port N] [--pace instant]

A stand-in for the Gemini API that follows a script and refuses what the API refuses, with the API's own texts. Give its address to a
client as the base URL; any API key but "invalid" will do. A script plays through generateContent, the Interactions API and the Live API.

Options:
  --script FILE    a script (below), or a cassette
  --port N         default: any free port
  --pace PACE      of a cassette: recorded (default) or instant
  --help

A script is JSON: { "turns": [TURN, …] }. Each turn answers one request, in order; a request that is refused uses none. A turn is one of
  { "parts": [PART, …] }              what the model says; one response, or one chunk for each part where it streams.
                                      With "finishReason" (null: none), "finishMessage", "usageMetadata", "candidate" (more of its
                                      fields), "continuationToken", "moreCandidates"
  { "steps": [STEP, …] }              exact steps of an interaction; or "events": [EVENT, …], exact events of its stream. Parts become
                                      steps too. With "usage", "interaction" (more of its fields: { "status": "incomplete" }), and
                                      "getsInProgress" (how often an interaction in the background is not complete yet; default 0)
  { "messages": [OBJECT, …] }         exact messages of a Live session. Parts become messages, too. With "unasked": true (sent right after the
                                      turn before, or after the setup) and "close": { "code": 1011, "reason": TEXT } (after the turn)
  { "chunks": [OBJECT, …] }           exact chunks of a stream of generateContent
  { "recordedFile": PATH }            a recorded payload, JSON or server-sent events, from the script's folder
  { "promptFeedback": { "blockReason": "SAFETY" } }
  { "failure": NAME }                 ${FAILURE_NAMES.slice(0, 5).join(', ')},
                                      ${FAILURE_NAMES.slice(5).join(', ')}
                                      ("retryDelay": "34.4s" for the first; "arrayWrapped": true)
  { "status": 409, "error": { "message": TEXT, "status": TEXT } }
  { "hang": true } or { "reset": true }
and may say
  "times": 2                          it answers so many requests
  "delayMs": 500 or [0, 500, …]       before each chunk (of an interaction: each event)
  "cut": 2                            the connection breaks after so many chunks; or "hangAfter", "endAfter" (an orderly end, without a
                                      finish reason), "halveAfter" (in the middle of a chunk), "failAfter" (with the failure)
  "undeclaredCalls": true             it may call what the request does not declare
  "expect": [{ "textContains": TEXT }, { "functionResponse": { "name": NAME, "responseContains": TEXT } }, { "declares": [NAME, …] },
             { "method": "streamGenerateContent" }, { "field": { "path": "contents[0].role", "equals": "user" } }]
                                      for an interaction: of its last user input, its function results, its functions, its body;
                                      the method is "interactions.create". For a Live session: of the client's last message, and the
                                      functions of its setup; the method is "live.connect"
Beside "turns": "model" (the only one that may ask), "repeat": true, "issuedBefore": [PART, …], and "behaviors" where the API's are not on
record: see test/support/geminiFake/behaviors.ts. GET /requests tells what was asked. POST /scripts adds a conversation of its own.
`;

const OPTIONS = {
  script: { type: 'string' },
  port: { type: 'string' },
  pace: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** What the caller got wrong, in one line. */
class UsageError extends Error {}

/** Where the command writes. */
export interface Streams {
  out: (text: string) => void;
  error: (text: string) => void;
}

/** Runs the command until it is interrupted. @returns its exit code */
export async function fakeGemini(args: string[], { out, error }: Streams): Promise<number> {
  try {
    await serve(args, out);
    return 0;
  } catch (thrown) {
    error(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    if (thrown instanceof UsageError) error('npm run fake-gemini -- --help says more.\n');
    return thrown instanceof UsageError || thrown instanceof ScriptFileError ? 2 : 1;
  }
}

async function serve(args: string[], out: Streams['out']): Promise<void> {
  const values = readArguments(args);
  if (values.help) {
    out(USAGE);
    return;
  }
  if (values.script === undefined) throw new UsageError('--script FILE is missing.');
  const script = await readScriptFile(values.script, { pace: readPace(values.pace) });
  const turns = script.turns.length;
  const onAnswered = (request: AnsweredRequest) => out(describe(request, turns));
  const gemini = await startFakeGemini({ port: readPort(values.port), script, onAnswered });
  out(`Listening at ${gemini.origin}, with ${turns} turns of ${values.script}\n`);
  await closeWhenInterrupted(gemini);
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readPort(text = '0'): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new UsageError(`--port ${text} is no port: a number up to 65535.`);
  return port;
}

function readPace(pace = 'recorded'): 'recorded' | 'instant' {
  if (pace !== 'recorded' && pace !== 'instant') throw new UsageError('--pace is recorded or instant.');
  return pace;
}

function describe({ method, path, status, call }: AnsweredRequest, turns: number): string {
  const turn = call?.turn === undefined ? '' : `, turn ${call.turn + 1} of ${turns}`;
  const aborted = call?.aborted ? ', given up by the client' : '';
  const refusal = call?.refusal ? `  refused: ${call.refusal.message.trim().replaceAll('\n', '\n  ')}\n` : '';
  return `${method} ${path}: ${status || 'no answer'}${turn}${aborted}\n${refusal}`;
}

async function closeWhenInterrupted(gemini: FakeGemini): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await gemini.close();
}
