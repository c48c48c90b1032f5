import { CONVERSATION_ELEMENTS } from '../elements/conversationElements.ts';
import { ElsewhereNote } from '../elements/status/elsewhereNote.ts';
import { DropZone } from './files/dropZone.ts';
import { SessionBar } from './sessionBar.ts';
import { FileList } from './tray/fileList.ts';
import { FileThumbnail } from './tray/fileThumbnail.ts';
import { Tray } from './tray/tray.ts';
import { VariableList } from './tray/variableList.ts';

export { sayForUsers } from './missingPackages.ts';

/** The elements that the page needs when a conversation begins. */
export const LATER_ELEMENTS = {
  ...CONVERSATION_ELEMENTS,
  'glove-elsewhere-note': ElsewhereNote,
  'glove-session-bar': SessionBar,
  'glove-drop-zone': DropZone,
  'glove-tray': Tray,
  'glove-file-list': FileList,
  'glove-file-thumbnail': FileThumbnail,
  'glove-variable-list': VariableList,
};
