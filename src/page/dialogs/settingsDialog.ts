import { html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { DEFAULT_SETTINGS, type LiveSettings, modeOf, SERVER_EXAMPLE } from '../../chat/live/settings.ts';
import { problemsOf, type SettingsProblems } from '../../chat/live/settingsProblems.ts';
import { knownModels } from '../../chat/live/unknownModel.ts';
import { DialogElement } from '../../elements/dialogElement.ts';
import { SettingsEvent } from '../../elements/events.ts';
import { register } from '../../elements/register.ts';
import { settings as words } from '../../language/en/settings.ts';
import { appearance } from '../appearance.ts';
import { GEMINI_KEYS, keyPageOf } from '../keyPages.ts';
import { BuiltInStatus } from './builtInStatus.ts';
import { ServerModels } from './serverModels.ts';
import {
  remarksOn,
  renderAppearance,
  renderChoice,
  renderField,
  renderKeepsKey,
  renderKeyLink,
  renderLimits,
  renderModes,
  renderRemarks,
} from './settingsFields.ts';
import { settingsStyles } from './settingsStyles.ts';
import { packageChoices, providerChoices } from './settingsText.ts';

/** The choice of a model that is not in the list. */
const OTHER = '';

register({ 'glove-built-in-status': BuiltInStatus });

/** Edits which model is asked and how, and what its code may do. */
export class SettingsDialog extends DialogElement {
  static override readonly styles = [...DialogElement.styles, settingsStyles];

  @property({ attribute: false }) settings: LiveSettings = DEFAULT_SETTINGS;
  /** Whether saving also asks the question. */
  @property({ type: Boolean }) asks = false;
  /** Whether something is running that a reload would end. */
  @property({ type: Boolean }) busy = false;
  @state() private problems: SettingsProblems = {};
  /** The provider whose fields are shown. */
  @state() private provider: LiveSettings['provider'] = DEFAULT_SETTINGS.provider;
  @state() private keepsKey = false;
  /** A model in the list, or {@link OTHER}. */
  @state() private chosenModel = '';
  @state() private isOpen = false;
  @query('form') private readonly form: HTMLFormElement | null | undefined;
  @query('#api') private readonly apiChoice: HTMLSelectElement | null | undefined;
  @query('#theme') private readonly themeChoice: HTMLSelectElement | null | undefined;
  @query('#language') private readonly languageChoice: HTMLSelectElement | null | undefined;
  @query('#model-choice') private readonly modelChoice: HTMLSelectElement | null | undefined;
  @query('[name="model"]') private readonly modelInput: HTMLInputElement | null | undefined;
  @query('[name="serverModel"]') private readonly serverModelInput: HTMLInputElement | null | undefined;

  readonly #serverModels = new ServerModels(this);

  open(): void {
    this.problems = {};
    this.fill(this.settings);
    this.isOpen = true;
    this.dialog?.showModal();
  }

  /** The value is set after the options, which may have changed. */
  protected override updated(): void {
    if (this.modelChoice) this.modelChoice.value = this.chosenModel;
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title" @click=${this.closeOutside} @close=${this.clear}>
        <form novalidate @submit=${this.save} @input=${this.checkAgain}>
          <h2 id="title">${words.title}</h2>
          <p>${words.about}</p>
          <fieldset @change=${this.chooseProvider}>
            <legend>${words.whoAnswers}</legend>
            ${providerChoices().map((choice) => renderChoice('provider', choice))}
          </fieldset>
          ${this.renderGemini()} ${this.renderServer()} ${renderBuiltIn(this.provider === 'built-in', this.isOpen)} ${renderModes(this.provider)} ${renderLimits(this.problems)}
          <fieldset>
            <legend>${words.packages}</legend>
            ${packageChoices().map((choice) => renderChoice('packages', choice))}
          </fieldset>
          ${renderAppearance(this.busy)}
          <div class="buttons">
            <button class="primary">${this.asks ? words.saveAndAsk : words.save}</button>
            <button type="button" @click=${this.close}>${words.cancel}</button>
            <button type="button" class="quiet reset" @click=${this.reset}>${words.reset}</button>
          </div>
        </form>
      </dialog>
    `;
  }

  private renderGemini(): TemplateResult {
    const { apiKey, baseUrl } = this.problems;
    return html`
      <fieldset ?hidden=${this.provider !== 'gemini'}>
        <legend>Gemini</legend>
        ${renderField('apiKey', { label: words.apiKey, type: 'password', problem: apiKey, below: renderKeyLink(GEMINI_KEYS) })}
        ${this.provider === 'gemini' ? this.renderKeepsKey() : nothing} ${this.renderModel()} ${renderApiChoice()}
        ${renderField('baseUrl', {
          label: words.baseUrl,
          type: 'url',
          placeholder: 'https://',
          problem: baseUrl,
        })}
      </fieldset>
    `;
  }

  private renderServer(): TemplateResult {
    const { serverUrl, serverKey, serverModel } = this.problems;
    return html`
      <fieldset ?hidden=${this.provider !== 'openai'}>
        <legend>${words.server}</legend>
        ${renderField('serverUrl', {
          label: words.serverUrl,
          type: 'url',
          placeholder: SERVER_EXAMPLE,
          problem: serverUrl,
        })}
        ${renderField('serverKey', {
          label: words.serverKey,
          type: 'password',
          problem: serverKey,
          below: renderKeyLink(keyPageOf(this.read().serverUrl)),
        })}
        ${this.provider === 'openai' ? this.renderKeepsKey() : nothing}
        ${renderField('serverModel', {
          label: words.serverModel,
          type: 'text',
          problem: serverModel,
          below: this.#serverModels.render(
            () => this.listServerModels(),
            (model) => this.chooseServerModel(model),
          ),
        })}
      </fieldset>
    `;
  }

  private renderKeepsKey(): TemplateResult {
    return renderKeepsKey(this.keepsKey, (keepsKey) => {
      this.keepsKey = keepsKey;
    });
  }

  private renderModel(): TemplateResult {
    return html`
      <div class="field">
        <label for="model-choice">${words.model}</label>
        <select id="model-choice" aria-describedby="about-model" @change=${this.chooseModel}>
          ${knownModels().map((name) => html`<option value=${name}>${name}</option>`)}
          <option value=${OTHER}>${words.otherModel}</option>
        </select>
        <input
          name="model"
          type="text"
          aria-label=${words.otherName}
          placeholder="gemini-…"
          autocomplete="off"
          spellcheck="false"
          ?hidden=${this.chosenModel !== OTHER}
          aria-invalid=${this.problems.model !== undefined}
          aria-describedby=${remarksOn('model', this.problems.model)}
        />
        ${renderRemarks('model', this.problems.model)}
      </div>
    `;
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const settings = this.read();
    this.problems = problemsOf(settings);
    const [first] = Object.keys(this.problems);
    if (first === undefined) {
      appearance.chosenTheme = this.themeChoice?.value;
      appearance.language = this.languageChoice?.value || undefined;
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

  private chooseProvider(): void {
    const settings = this.read();
    this.provider = settings.provider;
    const mode = this.form?.querySelector<HTMLInputElement>(`[name="mode"][value="${modeOf(settings)}"]`);
    if (mode) mode.checked = true;
  }

  private async listServerModels(): Promise<void> {
    const { serverUrl: baseURL, serverKey: apiKey, ...others } = this.read();
    const { serverUrl, serverKey } = problemsOf({ ...others, serverUrl: baseURL, serverKey: apiKey });
    if (serverUrl === undefined && serverKey === undefined) return this.#serverModels.list({ baseURL, apiKey });
    this.problems = { ...(serverUrl && { serverUrl }), ...(serverKey && { serverKey }) };
    await this.updateComplete;
    this.showField(this.renderRoot.querySelector<HTMLElement>(`[name="${serverUrl ? 'serverUrl' : 'serverKey'}"]`));
  }

  private chooseServerModel(model: string): void {
    if (this.serverModelInput) this.serverModelInput.value = model;
    this.checkAgain();
  }

  /** Updates the errors while the user corrects them. */
  private checkAgain(): void {
    // The address of the server decides who gives out its key.
    this.requestUpdate();
    if (Object.keys(this.problems).length > 0) this.problems = problemsOf(this.read());
  }

  private reset(): void {
    const { apiKey, serverKey, keepsKey } = this.read();
    this.problems = {};
    this.fill({ ...DEFAULT_SETTINGS, apiKey, serverKey, keepsKey });
  }

  private read(): LiveSettings {
    const data = new FormData(this.form ?? undefined);
    const read = (name: keyof LiveSettings) => String(data.get(name) ?? '').trim();
    const number = (name: keyof LiveSettings) => (read(name) === '' ? Number.NaN : Number(read(name)));
    return {
      provider: read('provider') as LiveSettings['provider'],
      apiKey: read('apiKey'),
      serverKey: read('serverKey'),
      keepsKey: this.keepsKey,
      serverUrl: read('serverUrl'),
      serverModel: read('serverModel'),
      model: read('model'),
      api: read('api') as LiveSettings['api'],
      baseUrl: read('baseUrl'),
      mode: read('mode') as LiveSettings['mode'],
      timeout: number('timeout'),
      memory: number('memory'),
      packages: read('packages') as LiveSettings['packages'],
    };
  }

  /** So that a key that was not saved does not stay in the dialog. */
  private clear(): void {
    this.isOpen = false;
    this.#serverModels.reset();
    this.fill(DEFAULT_SETTINGS);
  }

  private fill(settings: LiveSettings): void {
    this.provider = settings.provider;
    this.keepsKey = settings.keepsKey;
    const shown = { ...settings, mode: modeOf(settings) };
    for (const input of this.renderRoot.querySelectorAll('input')) {
      if (input.type === 'checkbox') continue;
      const value = shown[input.name as keyof LiveSettings];
      if (input.type === 'radio') input.checked = value === input.value;
      else input.value = String(value);
    }
    if (this.apiChoice) this.apiChoice.value = settings.api;
    if (this.themeChoice) this.themeChoice.value = appearance.chosenTheme ?? '';
    if (this.languageChoice) this.languageChoice.value = appearance.language ?? '';
    this.chosenModel = knownModels().find((name) => name === settings.model) ?? OTHER;
    this.requestUpdate();
  }
}

function renderApiChoice(): TemplateResult {
  return html`
    <div class="field">
      <label for="api">API</label>
      <select id="api" name="api" aria-describedby="about-api">
        <option value="interactions">Interactions</option>
        <option value="generateContent">generateContent</option>
      </select>
      <div class="about small" id="about-api">${words.apiAbout}</div>
    </div>
  `;
}

/** @param isOpen whether the dialog is */
function renderBuiltIn(isShown: boolean, isOpen: boolean): TemplateResult {
  return html`
    <fieldset ?hidden=${!isShown}>
      <legend>${words.builtIn}</legend>
      <glove-built-in-status ?active=${isShown && isOpen}></glove-built-in-status>
    </fieldset>
  `;
}
