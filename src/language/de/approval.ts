import type { Texts } from '../texts.ts';

export const approval: Texts['approval'] = {
  title: 'Aufruf, der eine Freigabe braucht',
  wants: 'Der Code möchte {tool} aufrufen.',
  withoutArguments: 'Ohne Argumente.',
  arguments: 'Argumente',
  allow: 'Erlauben',
  allowAll: 'Für diesen Lauf alle erlauben',
  refuse: 'Ablehnen',
};
