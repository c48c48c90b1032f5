/** One text for each number that a language treats apart. @see https://www.unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules */
export type Plural = { readonly other: string } & {
  readonly [Category in Exclude<Intl.LDMLPluralRule, 'other'>]?: string;
};

/** The texts of a part of the interface. They are data, so that a JSON file can replace them. `{name}` stands for a value. */
export type Words = { readonly [key: string]: string | Plural };

/** The same texts in another language. */
export type Translated<English extends Words> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : Plural;
};

/** Texts by area and key; those that are missing stay English. */
export type Translation = { readonly [area: string]: Words };

interface Area {
  readonly english: Words;
  /** What is shown: the same object for as long as the page lives. */
  readonly shown: Record<string, string | Plural>;
}

const areas = new Map<string, Area>();
let translation: Translation = {};

/**
 * Makes the texts of an area known. An area belongs to a folder of elements, and comes with its code.
 *
 * @returns the texts, in the language of the interface: read a text when you show it, and keep no copy
 */
export function defineWords<const English extends Words>(name: string, english: English): English {
  const shown = { ...english };
  areas.set(name, { english, shown });
  Object.assign(shown, translation[name]);
  return shown;
}

/** Shows other texts from now on, also in areas that are loaded later. What is on the page already keeps its texts. */
export function translate(texts: Translation): void {
  translation = texts;
  for (const [name, { english, shown }] of areas) Object.assign(shown, english, texts[name]);
}
