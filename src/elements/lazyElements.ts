import { registerLater } from './register.ts';

/** Loads the question about a call of a tool, which few apps have. */
export const loadApproval = registerLater(async () => {
  const { ApprovalRequestView } = await import('./cell/approvalRequestView.ts');
  return { 'glove-approval-request': ApprovalRequestView };
});

/** Loads what explains an error. Conversations load it when they begin: errors come when there may be no network. */
export const loadProblem = registerLater(async () => {
  const { Problem } = await import('./status/problem.ts');
  return { 'glove-problem': Problem };
});

/** Loads the elements of notebooks. */
export const loadNotebook = registerLater(async () => {
  const { NotebookView } = await import('./notebook/notebookView.ts');
  const { TextCell } = await import('./notebook/textCell.ts');
  return { 'glove-notebook': NotebookView, 'glove-text-cell': TextCell };
});

/** Loads the elements that only some conversations need: pictures, tables, attachments. Until they arrive, their text is shown. */
export const loadMedia = registerLater(async () => (await import('./mediaElements.ts')).MEDIA_ELEMENTS);
