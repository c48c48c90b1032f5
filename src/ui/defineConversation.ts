import { Announcer } from './components/announcer.ts';
import { CodeCell } from './components/codeCell.ts';
import { CodeOutput } from './components/codeOutput.ts';
import { ConversationView } from './components/conversationView.ts';
import { DropZone } from './components/dropZone.ts';
import { InputRequestView } from './components/inputRequest.ts';
import { MarkdownText } from './components/markdownText.ts';
import { NoteLine } from './components/noteLine.ts';
import { OutputText } from './components/outputText.ts';
import { RunResultView } from './components/runResult.ts';
import { SessionBar } from './components/sessionBar.ts';
import { TurnView } from './components/turnView.ts';
import { register } from './loadElements.ts';

/** Registers the elements of conversations. */
export function defineConversationElements(): void {
  register({
    'glove-announcer': Announcer,
    'glove-output-text': OutputText,
    'glove-code-output': CodeOutput,
    'glove-input-request': InputRequestView,
    'glove-run-result': RunResultView,
    'glove-code-cell': CodeCell,
    'glove-markdown-text': MarkdownText,
    'glove-note-line': NoteLine,
    'glove-turn-view': TurnView,
    'glove-conversation-view': ConversationView,
    'glove-session-bar': SessionBar,
    'glove-drop-zone': DropZone,
  });
}
