import type { Texts } from '../texts.ts';

export const status: Texts['status'] = {
  thisConversation: 'Diese Unterhaltung',
  theScratchpad: 'Der Notizblock',
  thisNotebook: 'Dieses Notebook',
  openElsewhere: '{name} ist in einem anderen Tab geöffnet.',
  newConversation: 'Neue Unterhaltung',
  useHere: 'Hier verwenden',
  opening: 'Wird geöffnet …',
};
