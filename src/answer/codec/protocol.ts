/**
 * How a model runs code: by calling a function, or by writing the program into its text, between lines of three backticks, for models that
 * can't call functions.
 */
export type Protocol = 'functions' | 'fences';
