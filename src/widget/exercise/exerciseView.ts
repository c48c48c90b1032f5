import { html, nothing, type TemplateResult } from 'lit';
import { exercise as words } from '../../language/en/embedded/exercise.ts';
import { fill, fillPlural, split } from '../../language/fill.ts';
import { SHOWN_HINT } from '../cell/cellContent.ts';
import type { Exercise } from './exercise.ts';

/** The button that checks the code, if there is something to check. */
export function renderCheck({ hasChecks }: Exercise, onCheck: () => void, isBusy: boolean): unknown {
  return hasChecks ? html`<button ?disabled=${isBusy} @click=${onCheck}>${words.check}</button>` : nothing;
}

/** The buttons for hints, for the solution and for a new beginning. */
export function renderHelp(exercise: Exercise): TemplateResult {
  const { hints, solution, isBegun } = exercise;
  return html`<div class="help row">
    ${
      hints.shown < hints.all
        ? html`<button class="quiet" @click=${() => exercise.showHint()}>${nameOfHint(hints)}</button>`
        : nothing
    }
    ${solution === undefined ? nothing : renderSolutionButton(exercise)}
    ${isBegun ? html`<button class="quiet" @click=${() => exercise.startOver()}>${words.startOver}</button>` : nothing}
  </div>`;
}

/** What the checks have said, and the hints and the solution that the learner has asked for. */
export function renderExercise(exercise: Exercise, language: string): TemplateResult {
  const { solution, isSolutionShown, hints } = exercise;
  return html`
    <div role="status">${renderVerdict(exercise)}</div>
    <div class="hints" ?hidden=${hints.shown === 0}>
      <p class="remark">${hints.shown === 1 ? words.hint : words.hints}</p>
      <slot name=${SHOWN_HINT}></slot>
    </div>
    ${
      isSolutionShown && solution !== undefined
        ? html`
            <div class="solution" id="solution">
              <p class="remark">${words.solution}</p>
              <glove-cell-editor .code=${solution} .language=${language} readonly label=${words.solution}></glove-cell-editor>
            </div>
          `
        : nothing
    }
  `;
}

function nameOfHint({ shown, all }: Exercise['hints']): string {
  return all === 1 ? words.hint : fill(words.hintNumber, { number: shown + 1, count: all });
}

function renderSolutionButton(exercise: Exercise): TemplateResult {
  const { attemptsLeft, isSolutionShown } = exercise;
  if (attemptsLeft === 0 || isSolutionShown) {
    return html`
      <button class="quiet" aria-expanded=${isSolutionShown} @click=${() => exercise.toggleSolution()}>
        ${isSolutionShown ? words.hideSolution : words.showSolution}
      </button>
    `;
  }
  return html`<span class="later">${fillPlural(words.solutionAfter, attemptsLeft)}</span>`;
}

function renderVerdict({ verdict, passed, attempts, isChecking }: Exercise): TemplateResult | typeof nothing {
  if (isChecking) return nothing;
  if (!verdict) return passed ? html`<p class="verdict good">${words.solved}</p>` : nothing;
  if (verdict.passed) {
    const correct = html`<strong>${words.correct}</strong>`;
    const after = attempts === 1 ? words.correctAtOnce : words.correctAfter;
    return html`<p class="verdict good">${split(after, { correct, count: attempts })}</p>`;
  }
  const { messages, score } = verdict;
  const [message] = messages;
  if (messages.length === 1 && score === 0)
    return html`<p class="verdict"><strong>${words.notYet}</strong> <bdi>${message}</bdi></p>`;
  return html`
    <div class="verdict">
      <strong>${score === 0 ? words.notYet : fill(words.notYetDone, { percent: Math.round(score * 100) })}</strong>
      <ul>
        ${messages.map((each) => html`<li dir="auto">${each}</li>`)}
      </ul>
    </div>
  `;
}
