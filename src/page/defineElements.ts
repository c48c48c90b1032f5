import { Composer } from '../elements/files/composer.ts';
import { register } from '../elements/register.ts';
import { ConfirmDialog } from '../elements/status/confirmDialog.ts';
import { EngineStatus } from '../elements/status/engineStatus.ts';
import { Problem } from '../elements/status/problem.ts';
import { App } from './app.ts';
import { ConversationMenu } from './conversationMenu.ts';
import { DemoList } from './demoList.ts';
import { Dialogs } from './dialogs/dialogs.ts';

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
