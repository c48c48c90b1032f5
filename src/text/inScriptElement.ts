/**
 * Writes the text of a script so that it does not end the element that it is in.
 *
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export function inScriptElement(source: string): string {
  return source.replaceAll(/<(?=!--|\/?script)/gi, '\\x3C');
}
