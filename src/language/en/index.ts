/** All texts of the interface. For their types: code imports the area that it needs. */
export * from './status.ts';
