import type { Texts } from '../texts.ts';

export const status: Texts['status'] = {
  thisConversation: 'Esta conversación',
  theScratchpad: 'El borrador',
  thisNotebook: 'Este cuaderno',
  openElsewhere: '{name}: está en otra pestaña.',
  newConversation: 'Conversación nueva',
  useHere: 'Usar aquí',
  opening: 'Abriendo…',
};
