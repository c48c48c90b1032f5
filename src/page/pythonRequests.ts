import type { Session } from '../chat/session.ts';
import { doCellRequest } from '../elements/cellRequests.ts';
import { downloadFile } from '../elements/files/downloadFile.ts';
import type { ShownFile } from '../elements/files/shownFile.ts';
import type { PythonRequest } from '../elements/pythonEvents.ts';
import { session as words } from '../language/en/session.ts';
import { fill } from '../language/fill.ts';
import { downloadName, visibleName } from '../text/safeName.ts';
import type { Confirmation } from './dialogs/confirmDialog.ts';

/** The number of characters of a program that a dialog shows. */
const MAX_EXCERPT_LENGTH = 300;

/** The dialogs that requests open. */
interface PageDialogs {
  /** Resolves to the user's decision. */
  ask(confirmation: Confirmation): Promise<boolean>;
  show(file: ShownFile): Promise<void>;
}

/**
 * Does what an element requests of Python. Asks the user before anything is lost.
 *
 * @throws the errors of the sandbox and of its files
 */
export async function doPythonRequest(request: PythonRequest, session: Session, page: PageDialogs): Promise<void> {
  const { python } = session;
  switch (request.type) {
    case 'run':
    case 'forget-run':
    case 'stop':
    case 'introspect':
    case 'tables':
    case 'read-file':
      return doCellRequest(request, session);
    case 'rewind':
      return rewind(session, page);
    case 'reset':
      return reset(session, page);
    case 'add-files':
      return python.addFiles(request.files);
    case 'preview-file':
      return show(request.path, session, page);
    case 'download-file': {
      // Without a type, the browser does not open the file as part of this page.
      const bytes = await python.readFile(request.path);
      return downloadFile(new File([bytes], downloadName(request.path), { type: 'application/octet-stream' }));
    }
    case 'remove-file':
      return remove(request.path, session, page);
    case 'choose-mode':
      session.settings = { ...session.settings, mode: request.mode };
      return undefined;
    default:
      return request satisfies never;
  }
}

async function rewind(session: Session, page: PageDialogs): Promise<void> {
  const { python } = session;
  const last = await python.lastRun();
  if (last === 'none') {
    await page.ask({
      title: words.nothingToUndo,
      text: words.nothingToUndoAbout,
    });
    return;
  }
  const { undoModelAbout: model, undoOwnAbout: user, undoAgentAbout: agent } = words;
  const confirmed = await page.ask({
    title: words.undoLast,
    text: withModel(last ? { model, user, agent }[last.by] : words.undoLastAbout, session),
    ...(last && { detail: excerptOf(last.code) }),
    action: words.undo,
  });
  if (confirmed) await python.rewind();
}

async function reset(session: Session, page: PageDialogs): Promise<void> {
  const confirmed = await page.ask({
    title: words.resetQuestion,
    text: withModel(words.resetAbout, session),
    action: words.resetPython,
  });
  if (confirmed) await session.python.reset();
}

/** Adds what a change of Python means for the conversation with the model, if there is one. */
function withModel(about: string, { conversation }: Session): string {
  const hasModel = conversation?.turns.some(({ notebook }) => !notebook) ?? false;
  return hasModel ? fill(words.notTold, { about }) : about;
}

async function show(path: string, { python }: Session, page: PageDialogs): Promise<void> {
  const file = python.files.find((each) => each.path === path);
  if (file) await page.show({ ...file, read: async () => new Blob([await python.readFile(path)]) });
}

async function remove(path: string, { python }: Session, page: PageDialogs): Promise<void> {
  const confirmed = await page.ask({
    title: words.deleteFile,
    text: words.deleteFileAbout,
    detail: visibleName(path),
    action: words.delete,
  });
  if (confirmed) await python.removeFile(path);
}

function excerptOf(code: string): string {
  return code.length > MAX_EXCERPT_LENGTH ? `${code.slice(0, MAX_EXCERPT_LENGTH)} …` : code;
}
