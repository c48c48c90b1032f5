// An error with a prototype of its own.
// tries: answer with comlink's mark for an error whose fields the page copies into one: __proto__, a message that is no text, a cause
// must: be an error of the library with words in it
import { type Attack, STEAL_PORT } from '../../attack.ts';

const FORGE = `
javascript("""
globalThis.forge = (message) => {
    if (!message?.id || !('value' in message)) return undefined;
    const value = JSON.parse('{"message": {"toString": 1}, "name": {}, "stack": 7, "__proto__": {"pwned": 1}, "glovebox.error": true}');
    return [{ id: message.id, type: 'HANDLER', name: 'throw', value: { isError: true, value } }];
};
""")
`;

export default async function forge(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  const { error, status } = await sandbox.run(STEAL_PORT + FORGE, { timeout: 5000 });
  const { output } = await sandbox.run('1 + 1');
  const fine = output === '2\n' && status === 'error' && typeof error?.message === 'string' && !('pwned' in {});
  return fine ? `blocked: ${error.type}: ${error.message}` : `escaped: ${JSON.stringify(error)}`;
}
