/** Text as it is compared in a search: without case and accents, and with a space for each break or tab. */
interface Folded {
  readonly text: string;
  /** Gives the place in the original of a place in the folded text. */
  placeOf(index: number): number;
}

const ASCII = /^[\0-\x7f]*$/;

/** Folds text for a search. Accents that are characters of their own belong to the letter before them. */
export function foldText(text: string): Folded {
  let places: number[] | undefined;
  return {
    text: fold(text),
    // Most texts are searched in vain: then nobody asks.
    placeOf: (index) => {
      if (ASCII.test(text)) return index;
      places ??= placesIn(text);
      return places[index] ?? text.length;
    },
  };
}

function fold(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/\s/g, ' ').replaceAll('ς', 'σ');
}

/** The place of the character that each folded one comes from. */
function placesIn(text: string): number[] {
  const places: number[] = [];
  let place = 0;
  for (const character of text) {
    for (let count = fold(character).length; count > 0; count -= 1) places.push(place);
    place += character.length;
  }
  return places;
}
