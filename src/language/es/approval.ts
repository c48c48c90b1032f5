import type { Texts } from '../texts.ts';

export const approval: Texts['approval'] = {
  title: 'Llamada que necesita aprobación',
  wants: 'El código quiere llamar a {tool}.',
  withoutArguments: 'Sin argumentos.',
  arguments: 'Argumentos',
  allow: 'Permitir',
  allowAll: 'Permitir todas en esta ejecución',
  refuse: 'Rechazar',
};
