// Messages of every other shape.
// tries: send the page whatever can be sent: nothing, numbers, cycles, dates, ports, buffers, events with fields that are missing,
// negative, endless or of another type, and what cannot be read there at all
// must: be ignored; the run and the next one are as they should be
import { type Attack, STEAL_PORT } from '../../attack.ts';

const SEND = `
cycle = js.Object.new()
cycle.self = cycle
channel = js.MessageChannel.new()
messages = [
    None, 7, "text", js.Date.new(), js.Map.new(), js.Symbol.iterator if False else js.BigInt(1), cycle, js.ArrayBuffer.new(8), js.Error.new("x"),
    *map(to_object, [
        {}, {"type": None}, {"type": "__proto__"}, {"type": "constructor"}, {"type": "output-delta"},
        {"type": "output-delta", "run": 2, "chunks": "all"}, {"type": "output-delta", "run": 2, "chunks": [None]},
        {"type": "output-delta", "run": 2, "chunks": [{"stream": "stdin", "text": "pwned", "time": 0}]},
        {"type": "output-delta", "run": 2, "chunks": [{"stream": "stdout", "text": "pwned", "time": float("nan")}]},
        {"type": "output-delta", "run": 2, "chunks": [{"stream": "stdout", "text": {"length": -1}, "time": 0}]},
        {"type": "display", "run": 2, "display": {"source": "result", "data": {"text/html><script>": "pwned"}}},
        {"type": "display", "run": 2, "display": {"source": "result", "data": {"text/plain": {"toString": "pwned"}}}},
        {"type": "host-request", "id": -1, "request": {"kind": "input", "prompt": "pwned"}},
        {"type": "host-request", "id": 1, "request": {"kind": "eval", "code": "pwned"}},
        {"type": "host-request", "id": 1e99, "request": {"kind": "tool", "name": "x" * 10**6, "arguments": "pwned"}},
        {"id": "1", "type": "RAW", "value": "pwned"}, {"id": {"toString": 1}}, {"id": "x", "type": "HANDLER", "name": "nobody", "value": 1},
        {"type": "boot-step", "step": "pwned"}, {"type": "ready", "python": "pwned", "pyodide": "pwned"},
        {"type": "captured", "id": 1, "snapshot": 1}, {"type": "frame-removed"}, {"type": "connected"},
    ]),
]
for message in messages:
    js.stolen.postMessage(message)
js.stolen.postMessage(channel.port1, to_js([channel.port1]))
if hasattr(js, "SharedArrayBuffer"):
    # Only the agents of one cluster can read it: the page gets a messageerror.
    js.stolen.postMessage(js.SharedArrayBuffer.new(8))
print(len(messages), "sent")
`;

export default async function send(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(STEAL_PORT);
  const result = await sandbox.run(SEND);
  const next = await sandbox.run('print("own")');
  const told = JSON.stringify([result, next, sandbox.pythonVersion]);
  if (told.includes('pwned') || next.output !== 'own\n') return `escaped: ${told.slice(0, 500)}`;
  return result.outcome === 'OUTCOME_OK' ? `blocked: ${result.stdout.trim()}, none counts` : `broken: ${result.stderr}`;
}
