import { App } from './components/app.ts';
import { Composer } from './components/composer.ts';
import { ConfirmDialog } from './components/confirmDialog.ts';
import { ConversationMenu } from './components/conversationMenu.ts';
import { DemoList } from './components/demoList.ts';
import { Dialogs } from './components/dialogs.ts';
import { EngineStatus } from './components/engineStatus.ts';
import { Problem } from './components/problem.ts';
import { register } from './loadElements.ts';

/** Registers the elements of the page's first sight. */
export function defineElements(): void {
  register({
    'glove-problem': Problem,
    'glove-demo-list': DemoList,
    'glove-composer': Composer,
    'glove-engine-status': EngineStatus,
    'glove-confirm-dialog': ConfirmDialog,
    'glove-conversation-menu': ConversationMenu,
    'glove-dialogs': Dialogs,
    'glove-app': App,
  });
}
