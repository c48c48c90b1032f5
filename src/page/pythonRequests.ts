import { explainError } from '../chat/errors/explainError.ts';
import type { Session } from '../chat/session.ts';
import { doCellRequest } from '../elements/cellRequests.ts';
import { downloadFile } from '../elements/files/downloadFile.ts';
import type { PythonRequest } from '../elements/pythonEvents.ts';
import { downloadName, visibleName } from '../text/safeName.ts';
import type { Confirmation } from './dialogs/confirmDialog.ts';

/** Characters of a program that a question about it shows. */
const EXCERPT = 300;

/** The page's dialogs, for requests. */
export interface PageDialogs {
  /** Resolves once the reader has decided. */
  ask(confirmation: Confirmation): Promise<boolean>;
  preview(file: { path: string; mimeType: string; bytes: Uint8Array<ArrayBuffer> }): void;
}

/**
 * Does what a component asks of Python. Asks the reader first where something would be gone, and says what went wrong.
 */
export async function doPythonRequest(request: PythonRequest, session: Session, page: PageDialogs): Promise<void> {
  try {
    await doRequest(request, session, page);
  } catch (error) {
    const { title, advice, detail } = explainError(error);
    await page.ask({ title, text: advice, detail });
  }
}

async function doRequest(request: PythonRequest, session: Session, page: PageDialogs): Promise<void> {
  const { python } = session;
  switch (request.type) {
    case 'run':
    case 'forget-run':
    case 'stop':
      return doCellRequest(request, session);
    case 'rewind':
      return rewind(session, page);
    case 'reset':
      return reset(session, page);
    case 'add-files':
      return python.addFiles(request.files);
    case 'preview-file':
      return preview(request.path, session, page);
    case 'download-file': {
      // No type: a browser that shows what it knows would show it as a part of this page.
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
      text: 'Python is as it was when it started here. Only runs since then can be taken back.',
    });
    return;
  }
  const whose = last ? { model: ' of the model’s code', reader: ' of yours' }[last.by] : '';
  const confirmed = await page.ask({
    title: 'Undo the last run?',
    text: `Variables, files and packages will be as they were before the last run${whose}. What you read here stays, and the model is not told.`,
    ...(last && { detail: excerptOf(last.code) }),
    action: 'Undo it',
  });
  if (confirmed) await python.rewind();
}

async function reset({ python }: Session, page: PageDialogs): Promise<void> {
  const confirmed = await page.ask({
    title: 'Reset Python?',
    text: 'Its variables, files and packages will be gone. What you read here stays, and the model is not told.',
    action: 'Reset Python',
  });
  if (confirmed) await python.reset();
}

async function preview(path: string, { python }: Session, page: PageDialogs): Promise<void> {
  const mimeType = python.files.find((file) => file.path === path)?.mimeType ?? '';
  page.preview({ path, mimeType, bytes: await python.readFile(path) });
}

async function remove(path: string, { python }: Session, page: PageDialogs): Promise<void> {
  const confirmed = await page.ask({
    title: 'Delete this file?',
    text: 'It will be gone from Python’s folder. Undoing a run does not bring it back.',
    detail: visibleName(path),
    action: 'Delete it',
  });
  if (confirmed) await python.removeFile(path);
}

function excerptOf(code: string): string {
  return code.length > EXCERPT ? `${code.slice(0, EXCERPT)} …` : code;
}
