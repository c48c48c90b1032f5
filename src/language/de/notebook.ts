import type { Texts } from '../texts.ts';

export const notebook: Texts['notebook'] = {
  scratchpad: 'Python ohne Modell. Zellen teilen Variablen und Dateien. Alles bleibt in diesem Browser.',
  file: 'Aus einer Datei geöffnet. Ergebnisse stammen aus der Datei, bis eine Zelle ausgeführt wird.',
  link: 'Aus einem Link geöffnet. Dieser Code kann von jemand anderem stammen. Bisher wurde nichts ausgeführt: er läuft erst nach einem Klick auf „Ausführen“, abgeschottet von dieser Seite, den eigenen Dateien und dem Netz.',
  linkOn:
    'Aus einem Link auf {site} geöffnet. Dieser Code kann von jemand anderem stammen. Bisher wurde nichts ausgeführt: er läuft erst nach einem Klick auf „Ausführen“, abgeschottet von dieser Seite, den eigenen Dateien und dem Netz.',
  linkRun:
    'Aus einem Link geöffnet. Dieser Code kann von jemand anderem stammen. Er läuft abgeschottet von dieser Seite, den eigenen Dateien und dem Netz.',
  linkRunOn:
    'Aus einem Link auf {site} geöffnet. Dieser Code kann von jemand anderem stammen. Er läuft abgeschottet von dieser Seite, den eigenen Dateien und dem Netz.',
  runAll: 'Alle ausführen',
  stop: 'Stoppen',
  addCode: '+ Code',
  addText: '+ Text',
  modelKnows: 'Das Modell kennt dieses Notebook so, wie es bei der ersten Frage war.',
  moveUp: 'Nach oben',
  moveDown: 'Nach unten',
  delete: 'Löschen',
  deleteCell: 'Diese Zelle löschen',
  deleted: 'Zelle gelöscht.',
  undo: 'Rückgängig',
  done: 'Fertig',
  editText: 'Text bearbeiten',
  emptyText: 'Leerer Text',
  textInMarkdown: 'Text in Markdown',
};
