import type { Texts } from '../texts.ts';

export const composer: Texts['composer'] = {
  question: 'Frage eingeben',
  placeholder: 'Frage stellen',
  ask: 'Fragen',
  stop: 'Stoppen',
  attach: 'Dateien anhängen',
  attached: 'Angehängte Dateien',
  remove: '{name} entfernen',
  needsKey:
    'Fragen gehen an die Gemini API und brauchen einen Schlüssel. Der Text bleibt hier. Die Demos brauchen keinen Schlüssel.',
  enterKey: 'Schlüssel eingeben',
  needsServer: 'In den Einstellungen fehlt ein Server oder eines seiner Modelle. Der Text bleibt hier.',
  chooseServer: 'Server wählen',
  demosOnly:
    'In den Einstellungen ist „Nur Offline-Demos“ gewählt, daher wird keine Frage gesendet. Der Text bleibt hier.',
  changeSettings: 'Einstellungen ändern',
  seeDemos: 'Demos ansehen',
};
