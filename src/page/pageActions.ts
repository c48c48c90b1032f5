import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { listDemos } from '../chat/demo/demos.ts';
import { explainError } from '../chat/errors/explainError.ts';
import { loadPagePart } from '../chat/errors/pageFileError.ts';
import type { NotebookRequest } from '../chat/notebook/userNotebook.ts';
import type { PageSession } from '../chat/pageSession.ts';
import { isShareFragment } from '../chat/share/shareFragment.ts';
import type { Composer } from '../elements/composer/composer.ts';
import type { Action, ActionEvent, AskEvent, NotesEvent, PlayEvent, SettingsEvent } from '../elements/events.ts';
import type { FilePreviewDialog } from '../elements/files/filePreviewDialog.ts';
import type { ShownFile } from '../elements/files/shownFile.ts';
import { app } from '../language/en/app.ts';
import { pageLanguage } from './pageLanguage.ts';
import '../elements/notebook/notebookEvent.ts';
import { type PythonRequest, requestPython } from '../elements/pythonEvents.ts';
import type { DemoList, DemoListState } from './demoList.ts';
import type { Confirmation, ConfirmDialog } from './dialogs/confirmDialog.ts';
import type { DialogName, Dialogs } from './dialogs/dialogs.ts';
import { exportConversationAs, openConversation, saveConversation } from './files/conversationFiles.ts';
import type { FilesEvent } from './files/dropZone.ts';
import { loadConversation, loadFilePreview } from './lazyElements.ts';
import type { SessionBar } from './sessionBar.ts';
import type { Tray, TrayView } from './tray/tray.ts';
import type { PageUpdates } from './updates/pageUpdates.ts';

type Part<Element> = Element | null | undefined;

/** The page, as actions use it. Its parts are missing until they are rendered. */
export interface ActionHost extends ReactiveControllerHost, HTMLElement {
  readonly session: PageSession | undefined;
  readonly updates: PageUpdates | undefined;
  readonly composer: Part<Composer>;
  readonly dialogs: Part<Dialogs>;
  readonly confirm: Part<ConfirmDialog>;
  readonly fileInput: Part<HTMLInputElement>;
  readonly sessionBar: Part<SessionBar>;
  readonly tray: Part<Tray>;
  readonly demoList: Part<DemoList>;
  readonly filePreview: Part<FilePreviewDialog>;
  /** Moves to the end of the conversation. */
  showConversation(): Promise<void>;
  showTop(): void;
  /** Opens the search in the conversation. @param text default: what was searched last */
  find(text?: string): Promise<void>;
}

/** Whether dropped files go with the next question. Without a model to ask, and in a notebook about which nothing was asked, they go to Python. */
export function goToQuestion({ obstacle, conversation }: PageSession): boolean {
  const turns = conversation?.turns ?? [];
  const isOnlyNotebook = turns.length > 0 && turns.every(({ notebook }) => notebook);
  return !obstacle && conversation?.source.type !== 'demo' && !isOnlyNotebook;
}

/** Handles the events of the page's elements, and holds the state that only the page itself has. */
export class PageActions implements ReactiveController {
  readonly #host: ActionHost;
  readonly #actions: Record<Action, () => void>;
  /** The current work on a file, such as `Saving…`; empty if there is none. */
  work = '';
  /** What the tray shows; `undefined` if it is closed. */
  trayView: TrayView | undefined;
  demos: DemoListState = { state: 'loading' };
  /** Whether the user has asked for all demos. */
  wantsAllDemos = false;
  #postponed: (() => void) | undefined;
  readonly #language = pageLanguage();

  constructor(host: ActionHost) {
    this.#host = host;
    const session = () => host.session;
    const showTop = (work: () => void) => () => {
      work();
      host.showTop();
    };
    this.#actions = {
      stop: () => session()?.stop(),
      retry: () => this.#retry(),
      rephrase: () => this.#rephrase(),
      'undo-answer': () => this.#undoAnswer(),
      'new-conversation': showTop(() => session()?.startNew()),
      'use-here': () => this.#during(app.opening, ({ saved }) => saved.useHere()).then(() => host.showConversation()),
      'save-file': () => this.#during(app.saving, saveConversation),
      'open-file': () => host.fileInput?.click(),
      'show-welcome': showTop(() => session()?.showDemos()),
      'show-demos': () => this.#showAllDemos(),
      'open-scratchpad': showTop(() => session()?.notebook.openScratchpad()),
      'break-out': () => this.#breakOut(),
      'load-engine': () => session()?.loadEngine(),
      'open-settings': () => this.openSettings(),
      'open-notes': () => this.openDialog('notes'),
      'open-conversations': () => this.openDialog('conversations'),
      'open-statistics': () => this.openDialog('statistics'),
      'show-conversation': () => host.showConversation(),
      find: () => host.find(),
      share: () => this.openDialog('share'),
      'export-notebook': () => this.#during(app.exporting, (shown) => exportConversationAs('notebook', shown)),
      'export-page': () => this.#during(app.exporting, (shown) => exportConversationAs('page', shown)),
      'export-script': () => this.#during(app.exporting, (shown) => exportConversationAs('script', shown)),
      'list-demos': () => this.#listDemos(),
      'toggle-files': () => this.#toggleTray('files'),
      'toggle-variables': () => this.#toggleTray('variables'),
      update: () => update(host),
      'update-later': () => host.updates?.putOff(),
    };
    host.addController(this);
    host.addEventListener('glove-play', (event) => this.#onPlay(event));
    host.addEventListener('glove-ask', (event) => this.#onAsk(event));
    host.addEventListener('glove-draft', (event) => host.composer?.takeDraft(event));
    host.addEventListener('glove-settings', (event) => this.#onSettings(event));
    host.addEventListener('glove-notes', (event) => this.#onNotes(event));
    host.addEventListener('glove-action', ({ action }: ActionEvent) => this.#actions[action]());
    host.addEventListener('glove-files', (event) => this.#onFiles(event));
    host.addEventListener('glove-find', ({ text }) => host.find(text));
    host.addEventListener('glove-notebook', ({ request }) => this.#onNotebook(request));
    host.addEventListener('glove-python', ({ request }) => this.#onPython(request));
  }

  hostConnected(): void {
    this.#listDemos();
    addEventListener('hashchange', this.#onAddress);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#onAddress);
  }

  /** Whether the settings are open so that something can be done afterwards. */
  get asksForSettings(): boolean {
    return this.#postponed !== undefined;
  }

  openDialog(name: DialogName): void {
    this.#during('', async () => this.#host.dialogs?.open(name));
  }

  /** @param postponed is done when the settings allow it. Default: asking the question that waits, if there is one */
  openSettings(postponed?: () => void): void {
    const { composer } = this.#host;
    this.#postponed = postponed ?? (composer?.isWaiting ? () => composer.ask() : undefined);
    this.#host.requestUpdate();
    this.openDialog('settings');
  }

  async openChosenFile(): Promise<void> {
    const { fileInput, session } = this.#host;
    const file = fileInput?.files?.[0];
    if (!fileInput || !file || !session) return;
    await this.#during(app.openingFile, () =>
      openConversation(file, session, (confirmation) => this.ask(confirmation)),
    );
    // Choosing the same file again has to fire an event again.
    fileInput.value = '';
    this.#host.showConversation();
  }

  /** Opens the code that the page's address has, if it has some. Nothing of it runs. */
  async openSharedLink(): Promise<void> {
    if (!isShareFragment(location.hash)) return;
    await this.#during(app.openingLink, async (session) => {
      const { openShared } = await loadPagePart(() => import('./files/openShared.ts'));
      await openShared(session);
    });
    this.#host.showTop();
  }

  readonly #onAddress = () => this.openSharedLink();

  /** Resolves to the user's decision. */
  async ask(confirmation: Confirmation): Promise<boolean> {
    return (await this.#host.confirm?.ask(confirmation)) ?? false;
  }

  async show(file: ShownFile): Promise<void> {
    await loadFilePreview();
    await this.#host.filePreview?.show(file);
  }

  #onPlay({ demo }: PlayEvent): void {
    this.#host.session?.playDemo(demo);
    this.#host.showConversation();
  }

  #onAsk(event: AskEvent): void {
    if (this.#host.session?.ask(event.question, event.files) === 'asked') this.#host.showConversation();
    else event.preventDefault();
  }

  async #onSettings({ settings }: SettingsEvent): Promise<void> {
    const { session, composer } = this.#host;
    if (!session) return;
    session.settings = settings;
    if (pageLanguage() !== this.#language) return showAnew(this.#host);
    await this.#host.updateComplete;
    if (this.#postponed && !session.obstacle) this.#postponed();
    else composer?.focus();
  }

  #onNotes({ notes }: NotesEvent): void {
    if (this.#host.session) this.#host.session.notes = notes;
  }

  #onFiles({ files, toPython }: FilesEvent): void {
    const { session, composer } = this.#host;
    if (!session) return;
    if (!toPython && goToQuestion(session)) {
      composer?.attachFiles(files);
      return;
    }
    if (this.trayView !== 'files') this.#toggleTray('files');
    requestPython(this.#host, { type: 'add-files', files });
  }

  async #onPython(request: PythonRequest): Promise<void> {
    const { session } = this.#host;
    await this.explaining(async () => {
      const { doPythonRequest } = await import('./pythonRequests.ts');
      if (session) await doPythonRequest(request, session, this);
    });
  }

  /** Opens the scratchpad with a program that tries to leave the sandbox. */
  async #breakOut(): Promise<void> {
    await this.#during('', async (session) => {
      const { default: code } = await loadPagePart(() => import('./welcome/breakOut.py?raw'));
      await session.notebook.openScratchpad(code.trimEnd());
    });
  }

  #onNotebook(request: NotebookRequest): void {
    const { session } = this.#host;
    // The model's code comes first.
    if (session && !(session.running && request.type.startsWith('run'))) session.notebook.do(request);
  }

  /** Opens the tray with a view, shows that view in the open tray, or closes it. */
  async #toggleTray(view: TrayView): Promise<void> {
    loadConversation();
    const { session } = this.#host;
    const before = this.trayView;
    this.trayView = before === view ? undefined : view;
    this.#host.requestUpdate();
    // Files that were in view are not new any more.
    if (before === 'files') session?.python.markFilesSeen();
    if (this.trayView === 'files') session?.python.refresh();
    await this.#host.updateComplete;
    if (!this.trayView) this.#host.sessionBar?.focusView(view);
    else if (!before) this.#host.tray?.focus();
  }

  /** A key of an earlier visit may be gone: then the settings come first. */
  #retry(): void {
    const { session } = this.#host;
    session?.retry();
    if (session?.obstacle && !session.running) this.openSettings(() => this.#retry());
    else this.#host.showConversation();
  }

  #undoAnswer(): void {
    this.#host.session?.undoAnswer();
    this.#host.showConversation();
  }

  /** Puts the question that got no answer into the composer, to be changed. */
  #rephrase(): void {
    const last = this.#host.session?.conversation?.turns.at(-1);
    if (last) this.#host.composer?.take(last.question, last.files);
  }

  async #showAllDemos(): Promise<void> {
    this.wantsAllDemos = true;
    this.#host.session?.showDemos();
    await this.#host.updateComplete;
    await this.#host.demoList?.show();
  }

  async #listDemos(): Promise<void> {
    this.#showDemos({ state: 'loading' });
    try {
      this.#showDemos({ state: 'ready', demos: await listDemos() });
    } catch (error) {
      this.#showDemos({ state: 'failed', error });
    }
  }

  #showDemos(demos: DemoListState): void {
    this.demos = demos;
    this.#host.requestUpdate();
  }

  /** Shows `words` while `work` is done, and its error in a dialog. */
  async #during(words: string, work: (session: PageSession) => Promise<void>): Promise<void> {
    const { session } = this.#host;
    if (!session) return;
    this.#showWork(words);
    await this.explaining(() => work(session));
    this.#showWork('');
  }

  /** Does some work, and shows its error in a dialog. */
  async explaining(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { title, advice, detail } = explainError(error);
      this.ask({ title, text: advice, detail });
    }
  }

  #showWork(words: string): void {
    this.work = words;
    this.#host.requestUpdate();
  }
}

/** Loads the newer build of the page when everything is saved. */
async function update({ session, updates }: ActionHost): Promise<void> {
  await session?.autosave?.done;
  await updates?.reload();
}

/** Shows the page as it is in another language when everything is saved. */
async function showAnew({ session }: ActionHost): Promise<void> {
  await session?.autosave?.done;
  location.reload();
}
