import type { Texts } from '../../texts.ts';

export const widgetCell: Texts['widgetCell'] = {
  cell: 'Celda de {language}',
  code: 'Código de {language}',
  run: 'Ejecutar',
  stop: 'Detener',
  runAll: 'Ejecutar todo',
  undo: 'Deshacer los cambios',
  leave: '{escape} y luego {tab} salen del código',
  leaveAloud: 'Al editar, Tab aplica sangría. Escape y luego Tab salen del editor.',
  names: 'Nombres que encajan',
  openPage: 'Abrir en Glovebox',
  noTab: 'El navegador no abrió ninguna pestaña. Permitir las ventanas emergentes de este sitio y volver a intentarlo.',
  cellFailed: 'No se ejecutó, porque la celda «{cell}» falló. {reason}',
  setupFailed: 'No se ejecutó, porque falló la preparación de esta celda.',
  timedOut: 'Se agotó el tiempo.',
  refused:
    'La política de seguridad de esta página bloquea algo que aquí hace falta. Solo quien la mantiene puede cambiarlo.',
};
