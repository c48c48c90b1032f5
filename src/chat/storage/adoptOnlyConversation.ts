import {
  conversationAddress,
  readStored,
  removeStored,
  sessionAddress,
  writeStored,
} from '../../sandbox/storage/browserStorage.ts';
import { type ConversationStore, newId } from './conversationStore.ts';

/**
 * Puts the conversation on the shelf that an earlier version of this page kept, the only one, with its Python.
 *
 * @throws ConversationRecordError where it is damaged
 * @throws NotKeptError, SnapshotError where there is no room
 */
export async function adoptOnlyConversation(name: string, shelf: ConversationStore): Promise<void> {
  const [address, session] = [conversationAddress(name), sessionAddress(name)];
  const kept = await readStored(address);
  if (!kept) return;
  const { readRecord } = await import('./conversationRecord.ts');
  const conversation = readRecord(await kept.text());
  const id = newId();
  await shelf.write(id, conversation);
  shelf.setCurrent(id);
  await removeStored(address);
  const python = await readStored(session);
  if (python) await writeStored(sessionAddress(shelf.pythonName(id)), python);
  await removeStored(session);
}
