import { CONVERSATION_ELEMENTS } from '../elements/conversationElements.ts';
import { DropZone } from './files/dropZone.ts';
import { FileTray } from './files/fileTray.ts';
import { SessionBar } from './sessionBar.ts';

/** The elements that the page needs when a conversation begins. */
export const LATER_ELEMENTS = {
  ...CONVERSATION_ELEMENTS,
  'glove-session-bar': SessionBar,
  'glove-drop-zone': DropZone,
  'glove-file-tray': FileTray,
};
