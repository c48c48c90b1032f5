import type { AnswerProgress } from '../../src/answer/events.ts';
import { asyncDispose } from '../../src/async/disposal.ts';
import { addEvent, startTurn, type Turn } from '../../src/chat/transcript.ts';
import type { CodeCell } from '../../src/elements/cell/codeCell.ts';
import type { TurnView } from '../../src/elements/conversation/turnView.ts';
import { CONVERSATION_ELEMENTS } from '../../src/elements/conversationElements.ts';
import { MEDIA_ELEMENTS } from '../../src/elements/mediaElements.ts';
import { register } from '../../src/elements/register.ts';

/** What a page shows of an answer, in the library's own components: everything below the element, shadow roots included. */
export interface Shown extends AsyncDisposable {
  /** All elements, in order. */
  elements: Element[];
  /** All text, as a user could select it. */
  text: string;
}

/** Shows an answer to a user. */
export async function show(events: AnswerProgress[]): Promise<Shown> {
  register({ ...CONVERSATION_ELEMENTS, ...MEDIA_ELEMENTS });
  const view = document.createElement('glove-turn-view') as TurnView;
  view.turn = events.reduce<Turn>(addEvent, startTurn(1, 'What is it?'));
  document.body.append(view);
  await settled(view);
  // What a picture or a frame would load by itself, it has by now.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const elements = everythingBelow(view);
  return {
    elements,
    text: elements.flatMap(textsOf).join(''),
    [asyncDispose]: async () => view.remove(),
  };
}

/** An answer that is code with its output. */
export function answerWithOutput(output: string, code = 'print(1)'): AnswerProgress[] {
  return [
    { type: 'code', id: 1, language: 'PYTHON', code },
    { type: 'output-delta', id: 1, stream: 'stdout', text: output },
    { type: 'result', id: 1, outcome: 'OUTCOME_OK', output },
  ] as AnswerProgress[];
}

async function settled(view: TurnView | CodeCell): Promise<void> {
  await view.updateComplete;
  for (let turn = 0; turn < 3; turn += 1) {
    // What is loaded when it is first needed: Markdown, the colours of code.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await view.updateComplete;
  }
}

function everythingBelow(root: Element): Element[] {
  const inside = [...(root.shadowRoot?.querySelectorAll('*') ?? [])];
  return [root, ...inside.flatMap((each) => (each.shadowRoot ? everythingBelow(each) : [each]))];
}

function textsOf(element: Element): string[] {
  if (element.localName === 'style') return [];
  return [...element.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => node.textContent ?? '');
}
