import type { OpenedConversation } from '../../chat/live/liveConversation.ts';
import type { Session } from '../../chat/session.ts';
import { downloadFile } from '../../elements/files/downloadFile.ts';
import type { Confirmation } from '../dialogs/confirmDialog.ts';

/** Downloads the shown conversation as a file for other programs. */
export async function exportConversationAs(format: 'notebook' | 'script', { conversation }: Session): Promise<void> {
  const { exportConversation } = await import('../../chat/notebook/exportConversation.ts');
  if (conversation) downloadFile(exportConversation(conversation.turns, format));
}

/** Downloads the user's conversation with its Python. */
export async function saveConversation({ live }: Session): Promise<void> {
  const file = await live.toFile();
  if (file) downloadFile(file);
}

/** Opens a saved conversation. Asks first if its variables and files cannot be restored. */
export async function openConversation(
  file: File,
  session: Session,
  ask: (confirmation: Confirmation) => Promise<boolean>,
): Promise<void> {
  const opened = await session.openFile(file);
  if (await confirmOpening(opened, ask)) opened.takeOver();
  else opened.close();
}

async function confirmOpening(
  { problem }: OpenedConversation,
  ask: (confirmation: Confirmation) => Promise<boolean>,
): Promise<boolean> {
  if (!problem) return true;
  return ask({
    title: 'Open this conversation?',
    text: 'Its variables and files cannot be restored: Python starts afresh.',
    detail: problem.reason,
    action: 'Open',
  });
}
