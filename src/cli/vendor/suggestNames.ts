const MAX_SUGGESTIONS = 3;

/** Finds the names that are spelled most like a wrong one, best first. */
export function suggestNames(name: string, names: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const rated = [...new Set(names)].map((each) => {
    const near = each.toLowerCase();
    const begins = wanted.length > 2 && (near.startsWith(wanted) || wanted.startsWith(`${near}-`));
    return { each, distance: begins ? 1 : editDistance(wanted, near) };
  });
  return rated
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.each.length - b.each.length || a.each.localeCompare(b.each))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ each }) => each);
}

/** The number of letters to insert, remove or change. @see https://en.wikipedia.org/wiki/Levenshtein_distance */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= to.length; at++) {
      const change = (row[at - 1] ?? 0) + (letter === to[at - 1] ? 0 : 1);
      next.push(Math.min(change, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
