/** Text as it is compared in a search: without case and accents, and with a space for each break or tab. */
interface Folded {
  readonly text: string;
  /** Gives the place in the original of a place in the folded text. */
  placeOf(index: number): number;
}

const ASCII = /^[\0-\x7f]*$/;

/** Folds text for a search. Accents that are characters of their own belong to the letter before them. */
export function foldText(text: string): Folded {
  if (ASCII.test(text)) return { text: foldPiece(text), placeOf: (index) => index };
  let folded = '';
  let place = 0;
  const places: number[] = [];
  for (const character of text) {
    const piece = foldPiece(character);
    for (let index = 0; index < piece.length; index += 1) places.push(place);
    folded += piece;
    place += character.length;
  }
  places.push(place);
  return { text: folded, placeOf: (index) => places[index] ?? place };
}

function foldPiece(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/\s/g, ' ');
}
