// A port as an answer.
// tries: answer with comlink's mark for a proxy, so that the page would send what it does with the value over the attacker's port
// must: be refused as malformed
import { type Attack, STEAL_PORT } from '../../attack.ts';

const FORGE = `
javascript("""
globalThis.forge = (message) => {
    if (!message?.id || !('value' in message)) return undefined;
    const { port1 } = new MessageChannel();
    return [{ id: message.id, type: 'HANDLER', name: 'proxy', value: port1 }, [port1]];
};
""")
`;

export default async function forge(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  const { error } = await sandbox.run(STEAL_PORT + FORGE, { timeout: 5000 });
  const { output } = await sandbox.run('1 + 1');
  if (output !== '2\n') return `escaped: ${output}`;
  return /malformed/.test(error?.message ?? '') ? `blocked: ${error?.message}` : `escaped: ${JSON.stringify(error)}`;
}
