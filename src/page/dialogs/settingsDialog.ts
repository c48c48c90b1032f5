import { html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import {
  DEFAULT_SETTINGS,
  type LiveSettings,
  MEMORIES,
  problemsOf,
  type SettingsProblems,
  TIMEOUTS,
} from '../../chat/live/settings.ts';
import { knownModels } from '../../chat/live/unknownModel.ts';
import { DialogElement } from '../../elements/dialogElement.ts';
import { SettingsEvent } from '../../elements/events.ts';
import { settingsStyles } from './settingsStyles.ts';
import { ABOUT, type Choice, MODE_CHOICES, PACKAGE_CHOICES } from './settingsText.ts';

/** The choice of a model that is not in the list. */
const OTHER = '';

type TextField = 'apiKey' | 'model' | 'baseUrl' | 'timeout' | 'memory';

interface InputOptions {
  type: 'text' | 'password' | 'url' | 'number';
  placeholder?: string;
  range?: { min: number; max: number };
}

/** Edits how to reach the Gemini API, and what the model's code may do. */
export class SettingsDialog extends DialogElement {
  static override readonly styles = [...DialogElement.styles, settingsStyles];

  @property({ attribute: false }) settings: LiveSettings = DEFAULT_SETTINGS;
  /** Whether saving also asks the question. */
  @property({ type: Boolean }) asks = false;
  @state() private problems: SettingsProblems = {};
  /** A model in the list, or {@link OTHER}. */
  @state() private chosenModel = '';
  @query('form') private readonly form: HTMLFormElement | null | undefined;
  @query('#api') private readonly apiChoice: HTMLSelectElement | null | undefined;
  @query('select') private readonly modelChoice: HTMLSelectElement | null | undefined;
  @query('[name="model"]') private readonly modelInput: HTMLInputElement | null | undefined;

  open(): void {
    this.problems = {};
    this.fill(this.settings);
    this.dialog?.showModal();
  }

  /** The value is set after the options, which may have changed. */
  protected override updated(): void {
    if (this.modelChoice) this.modelChoice.value = this.chosenModel;
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title" @click=${this.closeOutside} @close=${() => this.fill(DEFAULT_SETTINGS)}>
        <form novalidate @submit=${this.save} @input=${this.checkAgain}>
          <h2 id="title">Settings</h2>
          <p>Changes apply to your next question. Everything except the key is saved in this browser.</p>
          ${this.renderApi()}
          <fieldset>
            <legend>Where code runs</legend>
            ${MODE_CHOICES.map((choice) => renderChoice('mode', choice))}
          </fieldset>
          <fieldset>
            <legend>Limits in this tab</legend>
            <div class="pair">
              ${this.renderField('timeout', 'Time limit per run, in seconds', { type: 'number', range: TIMEOUTS })}
              ${this.renderField('memory', 'Memory limit, in MiB', { type: 'number', range: MEMORIES })}
            </div>
          </fieldset>
          <fieldset>
            <legend>Packages in this tab</legend>
            ${PACKAGE_CHOICES.map((choice) => renderChoice('packages', choice))}
          </fieldset>
          <div class="buttons">
            <button class="primary">${this.asks ? 'Save and ask' : 'Save'}</button>
            <button type="button" @click=${this.close}>Cancel</button>
            <button type="button" class="quiet reset" @click=${this.reset}>Reset to defaults</button>
          </div>
        </form>
      </dialog>
    `;
  }

  private renderApi(): TemplateResult {
    return html`
      <fieldset>
        <legend>Gemini</legend>
        ${this.renderField('apiKey', 'API key', { type: 'password' })}
        <div class="choice">
          <input type="checkbox" id="keepsKey" name="keepsKey" aria-describedby="about-keepsKey" />
          <label for="keepsKey">Keep the key until I close this tab</label>
          <span class="about small" id="about-keepsKey">${ABOUT.keepsKey}</span>
        </div>
        ${this.renderModel()}
        ${this.renderApiChoice()}
        ${this.renderField('baseUrl', 'Address of a proxy', { type: 'url', placeholder: 'https://' })}
      </fieldset>
    `;
  }

  private renderModel(): TemplateResult {
    return html`
      <div class="field">
        <label for="model-choice">Model</label>
        <select id="model-choice" aria-describedby="about-model" @change=${this.chooseModel}>
          ${knownModels().map((name) => html`<option value=${name}>${name}</option>`)}
          <option value=${OTHER}>Other…</option>
        </select>
        <input
          name="model"
          type="text"
          aria-label="Other name"
          placeholder="gemini-…"
          autocomplete="off"
          spellcheck="false"
          ?hidden=${this.chosenModel !== OTHER}
          aria-invalid=${this.problems.model !== undefined}
          aria-describedby=${this.remarksOn('model')}
        />
        ${this.renderRemarks('model')}
      </div>
    `;
  }

  private renderApiChoice(): TemplateResult {
    return html`
      <div class="field">
        <label for="api">API</label>
        <select id="api" name="api" aria-describedby="about-api">
          <option value="interactions">Interactions</option>
          <option value="generateContent">generateContent</option>
        </select>
        <div class="about small" id="about-api">${ABOUT.api}</div>
      </div>
    `;
  }

  private renderField(name: TextField, label: string, { type, placeholder, range }: InputOptions): TemplateResult {
    return html`
      <div class="field">
        <label for=${name}>${label}</label>
        <input
          id=${name}
          name=${name}
          type=${type}
          autocomplete="off"
          spellcheck="false"
          placeholder=${ifDefined(placeholder)}
          min=${ifDefined(range?.min)}
          max=${ifDefined(range?.max)}
          ?autofocus=${name === 'apiKey'}
          aria-invalid=${this.problems[name] !== undefined}
          aria-describedby=${this.remarksOn(name)}
        />
        ${this.renderRemarks(name)}
      </div>
    `;
  }

  /** The ids of the remarks on a field. */
  private remarksOn(name: TextField): string {
    return this.problems[name] ? `problem-${name} about-${name}` : `about-${name}`;
  }

  private renderRemarks(name: TextField): TemplateResult {
    const problem = this.problems[name];
    return html`
      ${problem ? html`<div class="problem" id="problem-${name}" role="alert">${problem}</div>` : nothing}
      <div class="about small" id="about-${name}">${ABOUT[name]}</div>
    `;
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const settings = this.read();
    this.problems = problemsOf(settings);
    const [first] = Object.keys(this.problems);
    if (first === undefined) {
      this.dispatchEvent(new SettingsEvent(settings));
      this.close();
      return;
    }
    await this.updateComplete;
    this.showField(this.renderRoot.querySelector<HTMLElement>(`[name="${first}"]`));
  }

  /** Scrolls to a field with its label and error. */
  private showField(input: HTMLElement | null): void {
    input?.focus({ preventScroll: true });
    input?.closest('.field, .choice')?.scrollIntoView({ block: 'nearest' });
  }

  private async chooseModel({ target }: Event): Promise<void> {
    const { modelInput } = this;
    if (!(target instanceof HTMLSelectElement) || !modelInput) return;
    this.chosenModel = target.value;
    modelInput.value = target.value;
    await this.updateComplete;
    if (this.chosenModel === OTHER) this.showField(modelInput);
  }

  /** Updates the errors while the user corrects them. */
  private checkAgain(): void {
    if (Object.keys(this.problems).length > 0) this.problems = problemsOf(this.read());
  }

  private reset(): void {
    const { apiKey, keepsKey } = this.read();
    this.problems = {};
    this.fill({ ...DEFAULT_SETTINGS, apiKey, keepsKey });
  }

  private read(): LiveSettings {
    const data = new FormData(this.form ?? undefined);
    const read = (name: keyof LiveSettings) => String(data.get(name) ?? '').trim();
    const number = (name: keyof LiveSettings) => (read(name) === '' ? Number.NaN : Number(read(name)));
    return {
      apiKey: read('apiKey'),
      keepsKey: data.has('keepsKey'),
      model: read('model'),
      api: read('api') as LiveSettings['api'],
      baseUrl: read('baseUrl'),
      mode: read('mode') as LiveSettings['mode'],
      timeout: number('timeout'),
      memory: number('memory'),
      packages: read('packages') as LiveSettings['packages'],
    };
  }

  /** Also called on close, so that a key that was not saved does not stay in the dialog. */
  private fill(settings: LiveSettings): void {
    for (const input of this.renderRoot.querySelectorAll('input')) {
      const value = settings[input.name as keyof LiveSettings];
      if (input.type === 'checkbox') input.checked = value === true;
      else if (input.type === 'radio') input.checked = value === input.value;
      else input.value = String(value);
    }
    if (this.apiChoice) this.apiChoice.value = settings.api;
    this.chosenModel = knownModels().find((name) => name === settings.model) ?? OTHER;
  }
}

function renderChoice(name: 'mode' | 'packages', { value, label, about }: Choice<string>): TemplateResult {
  const id = `${name}-${value}`;
  return html`
    <div class="choice">
      <input type="radio" id=${id} name=${name} value=${value} aria-describedby="about-${id}" />
      <label for=${id}>${label}</label>
      <span class="about small" id="about-${id}">${about}</span>
    </div>
  `;
}
