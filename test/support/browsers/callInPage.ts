/** An expression that calls a function which a module of the page exports. Its value is a promise. */
export function callInPage(module: string, name: string, args: readonly unknown[]): string {
  const [from, called, given] = [module, name, args].map((each) => JSON.stringify(each));
  return `import(${from}).then((module) => module[${called}](...${given}))`;
}
