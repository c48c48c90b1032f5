/**
 * The modules that code imports of packages whose top-level module does not import them: without them, importing the package would take as
 * long as ever.
 */
const USED_MODULES: Readonly<Record<string, string>> = {
  PIL: 'PIL.Image',
  matplotlib: 'matplotlib.pyplot',
};

/**
 * What sessions begin with is imported for all of them, those of later visits included. So it is the packages that say what that is, and
 * not the text of code, which could leave a message in the choice of modules, or have one imported that prints.
 *
 * @param modules the top-level modules that packages were loaded for
 */
export function baselineModules(modules: readonly string[]): string[] {
  return modules.flatMap((name) => (Object.hasOwn(USED_MODULES, name) ? [name, USED_MODULES[name] ?? name] : [name]));
}
