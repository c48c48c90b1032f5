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

/** Gives texts that replace others of an area, after it has checked them. */
type Replace = (area: string, english: Words) => Words | undefined;

const areas = new Map<string, Area>();
let translation: Translation = {};
let replace: Replace | undefined;

/**
 * Makes the texts of an area known. An area belongs to a folder of elements, and comes with its code.
 *
 * @returns the texts, in the language of the interface: read a text when you show it, and keep no copy
 */
export function defineWords<const English extends Words>(name: string, english: English): English {
  const shown = { ...english };
  areas.set(name, { english, shown });
  show(name, { english, shown });
  return shown;
}

/** Shows other texts from now on, also in areas that are loaded later. What is on the page already keeps its texts. */
export function translate(texts: Translation): void {
  translation = texts;
  for (const [name, area] of areas) show(name, area);
}

/** Replaces texts of whichever language is shown, from now on. What is on the page already keeps its texts. */
export function replaceTexts(own: Replace | undefined): void {
  replace = own;
  for (const [name, area] of areas) show(name, area);
}

function show(name: string, { english, shown }: Area): void {
  Object.assign(shown, english, translation[name], replace?.(name, english));
}
