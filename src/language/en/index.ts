/** All texts of the interface. For their types: code imports the area that it needs. */
export * from './approval.ts';
export * from './cell.ts';
export * from './chat.ts';
export * from './composer.ts';
export * from './content/charts.ts';
export * from './content/files.ts';
export * from './content/media.ts';
export * from './content/tables.ts';
export * from './conversation.ts';
export * from './embedded/box.ts';
export * from './embedded/exercise.ts';
export * from './embedded/widgetCell.ts';
export * from './errors.ts';
export * from './find.ts';
export * from './notebook.ts';
export * from './server.ts';
export * from './status.ts';
