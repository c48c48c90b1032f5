import { html, type TemplateResult } from 'lit';
import type { FileKind } from './shownFile.ts';

const SHEET = 'M6 3h8l4 4v14H6zM14 3v4h4';
const PATHS: Record<FileKind, string> = {
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15 9h.01',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14',
  database: 'M5 6c0-4 14-4 14 0v12c0 4-14 4-14 0zM5 6c0 4 14 4 14 0M5 12c0 4 14 4 14 0',
  json: 'M9 4c-4 0-1 7-5 8 4 1 1 8 5 8M15 4c4 0 1 7 5 8-4 1-1 8-5 8',
  text: `${SHEET}M9 11h6M9 14h6M9 17h4`,
  pdf: `${SHEET}M9 17h6M9 14h6`,
  audio: 'M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  video: 'M4 6h16v12H4zM10 9.5v5l4.5-2.5z',
  other: SHEET,
};

export function iconOf(kind: FileKind): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[kind]} /></svg>`;
}
