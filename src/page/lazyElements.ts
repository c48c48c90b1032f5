import { loadPagePart } from '../chat/errors/pageFileError.ts';
import { register, registerLater } from '../elements/register.ts';

/** Loads the elements of conversations and files, which the first view of the page does not need. */
export const loadConversation = registerLater(async () => {
  const { LATER_ELEMENTS, sayForUsers } = await import('./laterElements.ts');
  sayForUsers();
  return LATER_ELEMENTS;
});

/** Loads the preview of Python's files, with the first that is opened. */
export async function loadFilePreview(): Promise<void> {
  const { FilePreviewDialog } = await import('../elements/files/filePreviewDialog.ts');
  register({ 'glove-file-preview': FilePreviewDialog });
}

/** Loads the search in the conversation, when it is first opened. */
export async function loadFind(): Promise<void> {
  const { FindBar } = await loadPagePart(() => import('./find/findBar.ts'));
  register({ 'glove-find-bar': FindBar });
}
