import { Composer } from '../elements/composer/composer.ts';
import { EngineStatus } from '../elements/status/engineStatus.ts';
import { Problem } from '../elements/status/problem.ts';
import { App } from './app.ts';
import { ConversationMenu } from './conversationMenu.ts';
import { DemoList } from './demoList.ts';
import { ConfirmDialog } from './dialogs/confirmDialog.ts';
import { Dialogs } from './dialogs/dialogs.ts';
import { LiveCell } from './welcome/liveCell.ts';

/** The elements of the first view of the page, by tag. */
export const FIRST_ELEMENTS = {
  'glove-problem': Problem,
  'glove-live-cell': LiveCell,
  'glove-demo-list': DemoList,
  'glove-composer': Composer,
  'glove-engine-status': EngineStatus,
  'glove-confirm-dialog': ConfirmDialog,
  'glove-conversation-menu': ConversationMenu,
  'glove-dialogs': Dialogs,
  'glove-app': App,
};
