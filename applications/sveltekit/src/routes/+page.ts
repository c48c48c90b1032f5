import type { PageLoad } from './$types';

/** Also runs on the server, which sends the page with it. */
export const load: PageLoad = () => ({
  program: `
import itertools

rolls = itertools.product(range(1, 7), repeat=dice)
counts = {}
for roll in rolls:
    counts[sum(roll)] = counts.get(sum(roll), 0) + 1
sorted(counts.items())
`.trim(),
});
