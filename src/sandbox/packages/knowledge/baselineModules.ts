/**
 * Submodules that code usually imports of packages whose top-level module does not import them, and a module of the harness that has Matplotlib
 * load what it draws with. A baseline without them would save no time.
 */
const USED_MODULES: Readonly<Record<string, string[]>> = {
  PIL: ['PIL.Image'],
  matplotlib: ['matplotlib.pyplot', 'glovebox_harness.output.first_figure'],
};

/**
 * Names the modules that baselines import. They are imported for all sessions, on later visits too. So the packages decide on them, and not
 * the text of code, which could leave a message in the choice of modules, or name a module that prints.
 *
 * @param modules the top-level modules that packages were loaded for
 */
export function baselineModules(modules: readonly string[]): string[] {
  return modules.flatMap((name) =>
    Object.hasOwn(USED_MODULES, name) ? [name, ...(USED_MODULES[name] ?? [])] : [name],
  );
}
