import type { Session } from '../../chat/session.ts';
import { downloadFile } from '../../elements/files/downloadFile.ts';
import { app } from '../../language/en/app.ts';
import type { Confirmation } from '../dialogs/confirmDialog.ts';

/** Downloads the shown conversation as a file for other programs. */
export async function exportConversationAs(
  format: 'notebook' | 'script' | 'page',
  { conversation }: Session,
): Promise<void> {
  if (format === 'page') {
    const { htmlReport } = await import('../report/htmlReport.ts');
    if (conversation) downloadFile(await htmlReport(conversation.turns));
    return;
  }
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
  const { problem, takeOver, close } = await session.openFile(file);
  const confirmed =
    !problem ||
    (await ask({
      title: app.openThis,
      text: app.openThisAbout,
      detail: problem.reason,
      action: app.open,
    }));
  if (confirmed) takeOver();
  else close();
}
