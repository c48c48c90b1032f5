import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { explainError } from '../../chat/errors/explainError.ts';
import { loadPagePart } from '../../chat/errors/pageFileError.ts';
import { settings as words } from '../../language/en/settings.ts';
import { fill } from '../../language/fill.ts';

type State =
  | { state: 'idle' | 'loading' }
  | { state: 'listed'; models: readonly string[] }
  | { state: 'failed'; error: unknown };

/** Lists the models of a server in the settings, so that the user can choose one. */
export class ServerModels implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #state: State = { state: 'idle' };
  #asked = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Forgets the models: they were another server's. */
  reset(): void {
    this.#asked += 1;
    this.#show({ state: 'idle' });
  }

  async list(server: { baseURL: string; apiKey: string }): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#show({ state: 'loading' });
    const state = await fetchModels(server);
    if (asked === this.#asked) this.#show(state);
  }

  /** @param onChoose gets the name of a model that the user chose */
  render(onList: () => void, onChoose: (model: string) => void): TemplateResult {
    return html`
      <div class="models">
        <button type="button" ?disabled=${this.#state.state === 'loading'} @click=${onList}>${words.listModels}</button>
        <div role="status" class=${this.#state.state}>${this.#renderState(onChoose)}</div>
      </div>
    `;
  }

  #renderState(onChoose: (model: string) => void): TemplateResult | typeof nothing {
    switch (this.#state.state) {
      case 'idle':
        return nothing;
      case 'loading':
        return html`<span class="small"><span class="spinner"></span> ${words.askingServer}</span>`;
      case 'failed': {
        const { title, advice, detail } = explainError(this.#state.error);
        return html`<p class="problem">${fill(words.failure, { title, advice })}</p><p class="detail">${detail}</p>`;
      }
      case 'listed':
        return this.#renderModels(this.#state.models, onChoose);
      default:
        return this.#state satisfies never;
    }
  }

  #renderModels(models: readonly string[], onChoose: (model: string) => void): TemplateResult {
    if (models.length === 0) return html`<p class="problem">${words.noModels}</p>`;
    const choose = ({ target }: Event) => target instanceof HTMLSelectElement && onChoose(target.value);
    return html`
      <select aria-label=${words.modelsOfServer} @change=${choose}>
        <option value="" disabled selected>${fill(words.chooseOneOf, { count: models.length })}</option>
        ${models.map((model) => html`<option>${model}</option>`)}
      </select>
    `;
  }

  #show(state: State): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}

async function fetchModels(server: { baseURL: string; apiKey: string }): Promise<State> {
  try {
    const { listServerModels } = await loadPagePart(() => import('../../chat/live/server/serverErrors.ts'));
    return { state: 'listed', models: await listServerModels(server) };
  } catch (error) {
    return { state: 'failed', error };
  }
}
