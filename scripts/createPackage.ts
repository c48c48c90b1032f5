/** What a release needs of the package `create/`, which `npm create` runs. */
export interface CreatePackage {
  version: string;
  dependencies: Record<string, string>;
}

/** Says why it can't be published beside a package: it has the same version, and depends on that version. `undefined` if it can. */
export function problemWithCreate(
  { version, dependencies }: CreatePackage,
  released: { name: string; version: string },
): string | undefined {
  return [version, dependencies[released.name]].every((each) => each === released.version)
    ? undefined
    : `create/package.json has to have ${released.version}, and to depend on it.`;
}
