import { ask } from './ask.ts';
import { elementOf } from './show.ts';

const answers = find('.answers', HTMLElement);
const form = find('form', HTMLFormElement);
const question = find('textarea', HTMLTextAreaElement);
const button = find('button', HTMLButtonElement);

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = document.createElement('section');
  answer.append(elementOf('{{asked}}', question.value));
  answers.append(answer);
  button.disabled = true;
  answer.setAttribute('aria-busy', 'true');
  try {
    await ask(question.value, (kind, content) => answer.append(elementOf(kind, content)));
  } catch (error) {
    const message = elementOf('text', error instanceof Error ? error.message : String(error));
    message.setAttribute('role', 'alert');
    answer.append(message);
  } finally {
    button.disabled = false;
    answer.removeAttribute('aria-busy');
  }
});

question.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || button.disabled) return;
  event.preventDefault();
  form.requestSubmit();
});

function find<Kind extends HTMLElement>(selector: string, kind: new () => Kind): Kind {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return element;
}
