/** A heading of a version in CHANGELOG.md, as in Keep a Changelog. */
const HEADING = /^## \[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?$/m;

/**
 * Says what is wrong with a changelog for the release of a version: its newest heading has to be that of the version, with a date.
 *
 * @param isRehearsal whether nothing is published: then the newest heading may still be `Unreleased`
 * @returns `undefined` if nothing is
 */
export function problemWithChangelog(changelog: string, version: string, isRehearsal: boolean): string | undefined {
  const [, newest, date] = HEADING.exec(changelog) ?? [];
  if (newest === undefined) return 'CHANGELOG.md has no heading of a version.';
  if (newest === 'Unreleased') {
    if (isRehearsal && !changelog.includes(`## [${version}]`)) return undefined;
    return isRehearsal
      ? `CHANGELOG.md has unreleased changes above ${version}, which package.json still names: raise the version.`
      : `CHANGELOG.md begins with unreleased changes: put them under \`## [${version}] - YYYY-MM-DD\`.`;
  }
  if (newest !== version) return `CHANGELOG.md begins with ${newest}, and package.json has ${version}.`;
  return date === undefined ? `The heading of ${version} in CHANGELOG.md has no date.` : undefined;
}
