import type { Texts } from '../../texts.ts';

export const box: Texts['box'] = {
  conversation: 'Unterhaltung',
  ask: 'Fragen',
  playDemo: 'Demo abspielen',
  loadsWhenNeeded: 'Python wird bei Bedarf geladen',
  startNew: 'Neu',
  offlineDemo: 'Offline-Demo',
  noServer: 'Kein Server',
  noKey: 'Kein API-Schlüssel',
  notLoaded: 'Konnte nicht geladen werden: {reason}',
  needsKey:
    'Fragen gehen an die Gemini API und brauchen einen Schlüssel. Er bleibt im Arbeitsspeicher, bis diese Seite verlassen wird.',
  serverNeedsKey: 'Der Server verlangt einen Schlüssel. Er bleibt im Arbeitsspeicher, bis diese Seite verlassen wird.',
  key: 'API-Schlüssel',
  useKey: 'Schlüssel verwenden',
  cancel: 'Abbrechen',
};
