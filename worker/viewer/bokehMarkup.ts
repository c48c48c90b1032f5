/** Cleans the HTML in a document of Bokeh, such as that of a `Div` or a tooltip, before it is put into the page. */
import createDOMPurify, { type Config } from 'dompurify';

/**
 * Nothing that links, loads or sends: the policy of the frame does not hold back `<meta http-equiv="refresh">`, and names of servers that
 * `<link>` and `<a>` look up.
 */
const ALLOWED: Config = {
  // Otherwise, a style sheet that comes first is lost.
  FORCE_BODY: true,
  FORBID_TAGS: ['form', 'audio', 'video'],
  FORBID_ATTR: ['href', 'xlink:href', 'srcset', 'background', 'poster', 'action', 'ping'],
};

/** Cleans all HTML that is given to the browser from now on. */
export function cleanMarkup(): void {
  const purify = createDOMPurify(window);
  let isCleaning = false;
  const clean = (markup: unknown): string => {
    // The cleaner itself parses, too.
    if (isCleaning) return String(markup);
    isCleaning = true;
    try {
      return purify.sanitize(String(markup), ALLOWED);
    } finally {
      isCleaning = false;
    }
  };
  for (const { prototype } of [Element, ShadowRoot]) cleanSetter(prototype, 'innerHTML', clean);
  cleanSetter(Element.prototype, 'outerHTML', clean);
  const { insertAdjacentHTML } = Element.prototype;
  Element.prototype.insertAdjacentHTML = function (place, markup) {
    insertAdjacentHTML.call(this, place, clean(markup));
  };
  const { parseFromString } = DOMParser.prototype;
  DOMParser.prototype.parseFromString = function (markup, type) {
    return parseFromString.call(this, clean(markup), type);
  };
}

function cleanSetter(prototype: object, name: string, clean: (markup: unknown) => string): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  const set = descriptor?.set;
  if (!set) throw new Error(`This browser has no ${name}.`);
  Object.defineProperty(prototype, name, {
    ...descriptor,
    set(markup: unknown) {
      set.call(this, clean(markup));
    },
  });
}
