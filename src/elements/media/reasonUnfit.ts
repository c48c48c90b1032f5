import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import type { Unfit } from '../../pictures/unfit.ts';

/** Says to the user why a picture is not shown. */
export function reasonUnfit(unfit: Unfit): string {
  switch (unfit.why) {
    case 'pixels':
      return fill(media.pixels, { width: unfit.width, height: unfit.height, limit: unfit.limit / 1e6 });
    case 'inside':
      return fill(media.inside, { reason: reasonUnfit(unfit.unfit) });
    case 'invalid':
    case 'notBase64':
      return media.invalid;
    case 'entities':
    case 'styleSheet':
      return media.references;
    default:
      return media.slow;
  }
}
