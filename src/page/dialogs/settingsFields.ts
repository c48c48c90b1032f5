import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { type LiveSettings, MEMORIES, type ProviderName, TIMEOUTS } from '../../chat/live/settings.ts';
import type { SettingsProblems } from '../../chat/live/settingsProblems.ts';
import { settings as words } from '../../language/en/settings.ts';
import { fill } from '../../language/fill.ts';
import { LANGUAGES } from '../../language/language.ts';
import type { KeyPage } from '../keyPages.ts';
import { type Choice, modeChoices } from './settingsText.ts';

/** The settings that are typed. */
export type TextField =
  | 'apiKey'
  | 'model'
  | 'baseUrl'
  | 'serverUrl'
  | 'serverKey'
  | 'serverModel'
  | 'timeout'
  | 'memory';

interface InputOptions {
  type: 'text' | 'password' | 'url' | 'number';
  label: string;
  placeholder?: string;
  range?: { min: number; max: number };
  /** The error of the value. */
  problem: string | undefined;
  /** Below the input, above the remarks. */
  below?: TemplateResult | typeof nothing;
}

/** A labelled input, with its error and a sentence about it. */
export function renderField(
  name: TextField,
  { type, label, placeholder, range, problem, below = nothing }: InputOptions,
): TemplateResult {
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
        aria-invalid=${problem !== undefined}
        aria-describedby=${remarksOn(name, problem)}
      />
      ${below} ${renderRemarks(name, problem)}
    </div>
  `;
}

/** The ids of the remarks on a field. */
export function remarksOn(name: TextField, problem: string | undefined): string {
  return problem ? `problem-${name} about-${name}` : `about-${name}`;
}

export function renderRemarks(name: TextField, problem: string | undefined): TemplateResult {
  return html`
    ${problem ? html`<div class="problem" id="problem-${name}" role="alert">${problem}</div>` : nothing}
    <div class="about small" id="about-${name}">${words[`${name}About`]}</div>
  `;
}

/** One of several choices, with a sentence about it. */
export function renderChoice(
  name: keyof LiveSettings & ('provider' | 'mode' | 'packages'),
  { value, label, about }: Choice<string>,
): TemplateResult {
  const id = `${name}-${value}`;
  return html`
    <div class="choice">
      <input type="radio" id=${id} name=${name} value=${value} aria-describedby="about-${id}" />
      <label for=${id}>${label}</label>
      <span class="about small" id="about-${id}">${about}</span>
    </div>
  `;
}

/** Where code runs. Only Gemini has servers for it. */
export function renderModes(provider: ProviderName): TemplateResult {
  const isOffered = (value: LiveSettings['mode']) => provider === 'gemini' || value === 'local' || value === 'demos';
  return html`
    <fieldset>
      <legend>${words.whereCodeRuns}</legend>
      ${modeChoices().map((choice) => html`<div ?hidden=${!isOffered(choice.value)}>${renderChoice('mode', choice)}</div>`)}
    </fieldset>
  `;
}

export function renderLimits({ timeout, memory }: SettingsProblems): TemplateResult {
  const [time, size] = [
    { problem: timeout, range: TIMEOUTS },
    { problem: memory, range: MEMORIES },
  ];
  return html`
    <fieldset>
      <legend>${words.limits}</legend>
      <div class="pair">
        ${renderField('timeout', { label: words.timeout, type: 'number', ...time })}
        ${renderField('memory', { label: words.memory, type: 'number', ...size })}
      </div>
    </fieldset>
  `;
}

/** Whether a key is kept until the tab is closed. */
export function renderKeepsKey(keepsKey: boolean, keep: (keepsKey: boolean) => void): TemplateResult {
  const onChange = ({ target }: Event) => {
    if (target instanceof HTMLInputElement) keep(target.checked);
  };
  return html`
    <div class="choice">
      <input
        type="checkbox"
        id="keepsKey"
        name="keepsKey"
        .checked=${keepsKey}
        aria-describedby="about-keepsKey"
        @change=${onChange}
      />
      <label for="keepsKey">${words.keepsKey}</label>
      <span class="about small" id="about-keepsKey">${words.keepsKeyAbout}</span>
    </div>
  `;
}

/** A link to where the key of a field comes from, if that is known. */
export function renderKeyLink(page: KeyPage | undefined): TemplateResult | typeof nothing {
  if (!page) return nothing;
  const { provider, address } = page;
  return html`<a class="key small" href=${address} target="_blank" rel="noopener">${fill(words.getKey, { provider })}</a>`;
}

/** How the page looks. @param busy whether something is running that a reload would end */
export function renderAppearance(busy: boolean): TemplateResult {
  return html`
    <fieldset>
      <legend>${words.appearance}</legend>
      <div class="field">
        <label for="theme">${words.theme}</label>
        <select id="theme">
          <option value="">${words.asSystem}</option>
          <option value="light">${words.light}</option>
          <option value="dark">${words.dark}</option>
        </select>
      </div>
      <div class="field">
        <label for="language">${words.language}</label>
        <select id="language" aria-describedby="about-language" ?disabled=${busy}>
          <option value="">${words.asBrowser}</option>
          ${Object.entries(LANGUAGES).map(([tag, name]) => html`<option value=${tag} lang=${tag}>${name}</option>`)}
        </select>
        <div class="about small" id="about-language">${busy ? words.languageBusy : words.languageAbout}</div>
      </div>
    </fieldset>
  `;
}
