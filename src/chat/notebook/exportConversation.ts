import { fileNameFor } from '../storage/summarise.ts';
import type { Turn } from '../transcript.ts';
import { notebookHtml } from './notebookHtml.ts';
import { writeScript } from './pythonScript.ts';
import { writeNotebook } from './writeNotebook.ts';

/** Returns a conversation as a file for other programs. */
export function exportConversation(turns: readonly Turn[], format: 'notebook' | 'script'): File {
  const name = fileNameFor(turns);
  if (format === 'script') return new File([writeScript(turns)], `${name}.py`, { type: 'text/x-python' });
  const json = `${JSON.stringify(writeNotebook(turns, notebookHtml), undefined, 1)}\n`;
  return new File([json], `${name}.ipynb`, { type: 'application/x-ipynb+json' });
}
