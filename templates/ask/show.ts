/** Shows a part of an answer. A picture is given by its address. */
export type Show = (kind: 'text' | 'code' | 'output' | 'picture', content: string) => void;

/** Makes the element for a part. What a model or a program says is text, and never markup. */
export function elementOf(kind: Parameters<Show>[0], content: string): HTMLElement {
  if (kind === 'picture')
    return Object.assign(document.createElement('img'), { src: content, alt: 'A picture that the code made' });
  const element = document.createElement(kind === 'text' ? 'p' : 'pre');
  element.className = kind;
  element.textContent = content;
  return element;
}
