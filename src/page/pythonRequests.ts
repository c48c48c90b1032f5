import type { Session } from '../chat/session.ts';
import { doCellRequest } from '../elements/cellRequests.ts';
import { downloadFile } from '../elements/files/downloadFile.ts';
import type { ShownFile } from '../elements/files/shownFile.ts';
import type { PythonRequest } from '../elements/pythonEvents.ts';
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

async function rewind({ python }: Session, page: PageDialogs): Promise<void> {
  const last = await python.lastRun();
  if (last === 'none') {
    await page.ask({
      title: 'There is no run to undo',
      text: 'Only runs since Python started here can be undone.',
    });
    return;
  }
  const whose = last
    ? { model: ' of the model’s code', user: ' of your code', agent: ' of the browser’s agent' }[last.by]
    : '';
  const confirmed = await page.ask({
    title: 'Undo the last run?',
    text: `Variables, files and packages go back to the state before the last run${whose}. The conversation stays, and the model is not told.`,
    ...(last && { detail: excerptOf(last.code) }),
    action: 'Undo run',
  });
  if (confirmed) await python.rewind();
}

async function reset({ python }: Session, page: PageDialogs): Promise<void> {
  const confirmed = await page.ask({
    title: 'Reset Python?',
    text: 'Its variables, files and packages will be deleted. The conversation stays, and the model is not told.',
    action: 'Reset Python',
  });
  if (confirmed) await python.reset();
}

async function show(path: string, { python }: Session, page: PageDialogs): Promise<void> {
  const file = python.files.find((each) => each.path === path);
  if (file) await page.show({ ...file, read: async () => new Blob([await python.readFile(path)]) });
}

async function remove(path: string, { python }: Session, page: PageDialogs): Promise<void> {
  const confirmed = await page.ask({
    title: 'Delete this file?',
    text: 'It will be deleted from Python’s folder. Undoing a run does not restore it.',
    detail: visibleName(path),
    action: 'Delete',
  });
  if (confirmed) await python.removeFile(path);
}

function excerptOf(code: string): string {
  return code.length > MAX_EXCERPT_LENGTH ? `${code.slice(0, MAX_EXCERPT_LENGTH)} …` : code;
}
