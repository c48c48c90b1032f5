import { conversationAddress, forget, keep, readKept, sessionAddress } from '../../sandbox/storage/browserStorage.ts';
import { newId, type Shelf } from './conversationStore.ts';

/**
 * Puts the conversation on the shelf that an earlier version of this page kept, the only one, with its Python.
 *
 * @throws ConversationRecordError where it is damaged
 * @throws NotKeptError, SnapshotError where there is no room
 */
export async function adoptOnlyConversation(name: string, shelf: Shelf): Promise<void> {
  const [address, session] = [conversationAddress(name), sessionAddress(name)];
  const kept = await readKept(address);
  if (!kept) return;
  const { readRecord } = await import('./conversationRecord.ts');
  const conversation = readRecord(await kept.text());
  const id = newId();
  await shelf.write(id, conversation);
  shelf.setCurrent(id);
  await forget(address);
  const python = await readKept(session);
  if (python) await keep(sessionAddress(shelf.pythonName(id)), python);
  await forget(session);
}
