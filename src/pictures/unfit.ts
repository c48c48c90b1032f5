/** Why a browser should not draw a picture. */
export type Unfit =
  | { why: 'invalid' | 'notBase64' | 'entities' | 'marks' | 'styleSheet' | 'filters' }
  /** The picture has more pixels than the limit. */
  | { why: 'pixels'; width: number; height: number; limit: number }
  /** The drawing has more elements than the limit. */
  | { why: 'elements'; limit: number }
  /** A picture in the drawing is unfit. */
  | { why: 'inside'; unfit: Unfit };

const REASONS = {
  invalid: 'it is not a valid picture of its type, or its size is unreadable',
  notBase64: 'it is not a picture in base64',
  entities: 'it declares entities',
  marks: 'it has too many combining marks on one letter',
  styleSheet: 'its style sheet refers to other resources',
  filters: 'its filters take too long',
};

/** Says it to models and developers, in English. */
export function describeUnfit(unfit: Unfit): string {
  switch (unfit.why) {
    case 'pixels':
      return `it has ${inEnglish(unfit.width)} × ${inEnglish(unfit.height)} pixels; the limit is ${unfit.limit / 1e6} million`;
    case 'elements':
      return `it draws more than ${inEnglish(unfit.limit)} elements`;
    case 'inside':
      return `of a picture in it: ${describeUnfit(unfit.unfit)}`;
    default:
      return REASONS[unfit.why];
  }
}

function inEnglish(count: number): string {
  return count.toLocaleString('en');
}
