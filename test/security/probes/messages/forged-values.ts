// Values that are none.
// tries: send the page a value of a run that is no JSON, that is nested a hundred thousand times, or whose properties would replace a
// prototype, and inputs that find their way into the frame's own functions
// must: give no value, or one that changes no other object, and go on
import { type Attack, STEAL_PORT } from '../../attack.ts';

const forge = (value: string) => `${STEAL_PORT}
javascript("""globalThis.forge = (message) => message?.value?.status ? [{ ...message, value: { ...message.value, value: ${value} } }] : undefined;""")
`;

export default async function sendValues(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  for (const value of [
    "'{'",
    "'['.repeat(1e5) + ']'.repeat(1e5)",
    "'undefined'",
    '\'{"a": {"__proto__": {"pwned": 1}}}\'',
  ]) {
    const result = await sandbox.run(forge(value));
    const copy = Object.assign({}, (result.value as { a?: object } | undefined)?.a);
    if ('pwned' in copy || 'pwned' in {}) return `escaped: ${value}`;
    await sandbox.reset();
  }
  for (const value of ['7', '{ toString: 1 }', "'1'.repeat(2e6)"]) {
    const { error } = await sandbox.run(forge(value));
    if (error?.type !== 'WorkerDiedError') return `escaped: ${value}: ${error?.type}`;
    await sandbox.reset();
  }
  const inputs = { constructor: 1, postMessage: 2, tools: [3], a: JSON.parse('{"__proto__": {"pwned": 1}}') };
  const { value } = await sandbox.run('[constructor, postMessage, tools, Object.keys(a), typeof {}.pwned]', {
    language: 'javascript',
    inputs,
  });
  const { output } = await sandbox.run('print("goes on")');
  return output === 'goes on\n' ? `blocked: ${JSON.stringify(value)}` : `escaped: ${output}`;
}
