import { readNotebook } from '../notebook/readNotebook.ts';
import { type ConversationFile, readConversationFile } from './conversationFile.ts';

/**
 * Reads a file that the user opens: `.ipynb` as a notebook, anything else as a saved conversation.
 *
 * @throws ConversationFileError, ConversationRecordError
 */
export async function openConversationFile(file: Blob): Promise<ConversationFile> {
  if (!(file instanceof File) || !file.name.endsWith('.ipynb')) return readConversationFile(file);
  return { conversation: readNotebook(await file.text(), file.name) };
}
