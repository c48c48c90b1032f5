import { Announcer } from './components/announcer.ts';
import { App } from './components/app.ts';
import { CodeCell } from './components/codeCell.ts';
import { CodeOutput } from './components/codeOutput.ts';
import { Composer } from './components/composer.ts';
import { ConversationView } from './components/conversationView.ts';
import { DemoList } from './components/demoList.ts';
import { EngineStatus } from './components/engineStatus.ts';
import { MarkdownText } from './components/markdownText.ts';
import { Problem } from './components/problem.ts';
import { SettingsDialog } from './components/settingsDialog.ts';
import { TurnView } from './components/turnView.ts';

const ELEMENTS = {
  'glove-announcer': Announcer,
  'glove-code-output': CodeOutput,
  'glove-code-cell': CodeCell,
  'glove-markdown-text': MarkdownText,
  'glove-problem': Problem,
  'glove-turn-view': TurnView,
  'glove-conversation-view': ConversationView,
  'glove-demo-list': DemoList,
  'glove-composer': Composer,
  'glove-engine-status': EngineStatus,
  'glove-settings-dialog': SettingsDialog,
  'glove-app': App,
};

/** Registers the elements that are not registered yet. A function, so that importing the classes changes nothing in a page. */
export function defineElements(): void {
  for (const [name, element] of Object.entries(ELEMENTS)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}
