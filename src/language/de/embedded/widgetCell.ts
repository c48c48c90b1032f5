import type { Texts } from '../../texts.ts';

export const widgetCell: Texts['widgetCell'] = {
  cell: '{language}-Zelle',
  code: '{language}-Code',
  run: 'Ausführen',
  stop: 'Stoppen',
  runAll: 'Alle ausführen',
  undo: 'Änderungen rückgängig machen',
  leave: '{escape}, dann {tab} verlässt den Code',
  leaveAloud: 'Beim Bearbeiten rückt Tab ein. Escape, dann Tab verlässt den Editor.',
  names: 'Passende Namen',
  openPage: 'In Glovebox öffnen',
  noTab: 'Der Browser hat keinen Tab geöffnet. Pop-ups für diese Website erlauben, dann erneut versuchen.',
  cellFailed: 'Nicht ausgeführt, da die Zelle „{cell}“ fehlgeschlagen ist. {reason}',
  setupFailed: 'Nicht ausgeführt, da die Vorbereitung dieser Zelle fehlgeschlagen ist.',
  timedOut: 'Zeitüberschreitung.',
  refused:
    'Die Sicherheitsrichtlinie dieser Seite blockiert etwas, das hier gebraucht wird. Nur wer die Seite betreibt, kann das ändern.',
};
