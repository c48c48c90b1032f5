import { CodeCell } from './cell/codeCell.ts';
import { CodeOutput } from './cell/codeOutput.ts';
import { InputRequestView } from './cell/inputRequestView.ts';
import { OutputText } from './cell/outputText.ts';
import { Announcer } from './conversation/announcer.ts';
import { ConversationView } from './conversation/conversationView.ts';
import { QuestionView } from './conversation/questionView.ts';
import { RunResultView } from './conversation/runResult.ts';
import { StatusLine } from './conversation/statusLine.ts';
import { TurnActions } from './conversation/turnActions.ts';
import { TurnView } from './conversation/turnView.ts';
import { MarkdownText } from './markdown/markdownText.ts';

/** The elements of conversations, by tag. */
export const CONVERSATION_ELEMENTS = {
  'glove-announcer': Announcer,
  'glove-output-text': OutputText,
  'glove-code-output': CodeOutput,
  'glove-input-request': InputRequestView,
  'glove-run-result': RunResultView,
  'glove-code-cell': CodeCell,
  'glove-markdown-text': MarkdownText,
  'glove-status-line': StatusLine,
  'glove-question': QuestionView,
  'glove-turn-actions': TurnActions,
  'glove-turn-view': TurnView,
  'glove-conversation-view': ConversationView,
};
