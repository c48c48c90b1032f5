/** Stands for the package of this name in src/tsconfig.json: its types, which the SDK's name, bring those of Node into the browser's code. */
export type GoogleAuthOptions = Record<string, unknown>;
