import { ancestorsOf } from './ancestors.ts';
import type { Match } from './findMatches.ts';
import type { Root } from './readText.ts';

const ALL = 'glove-found';
const CURRENT = 'glove-found-current';
/** Marks the turn of the current match where browsers have no highlights. */
const MARKED_TURN = 'data-found';

/** Dark on yellow and on orange, in both themes. */
const STYLE = `
  ::highlight(${ALL}) { background-color: #ffe066; color: #1a2023; }
  ::highlight(${CURRENT}) { background-color: #ff9f43; color: #1a2023; }
  [${MARKED_TURN}] { outline: 2px solid var(--glove-accent); outline-offset: 0.5rem; }
`;

/** What a window has for its own documents: objects of another window do not count there. */
type Realm = Pick<typeof globalThis, 'CSS' | 'CSSStyleSheet' | 'Highlight' | 'StaticRange'>;

/** The marks in what is shown: highlights, or the outline of a turn in older browsers. */
export class MatchMarks {
  readonly #sheets = new Map<Realm, CSSStyleSheet>();
  readonly #styled = new Set<Root>();
  #outlined: Element | undefined;

  /** Marks these matches and no others. @param roots where they can be */
  show(roots: Iterable<Root>, matches: readonly Match[], current: Match | undefined): void {
    this.#unmark();
    for (const root of roots) this.#addStyle(root);
    const byRealm = new Map<Realm, Match[]>();
    for (const realm of this.#sheets.keys()) if ('highlights' in realm.CSS) byRealm.set(realm, []);
    for (const match of matches) {
      const realm = realmOf(match.startContainer);
      if (realm && match !== current) byRealm.get(realm)?.push(match);
    }
    for (const [realm, others] of byRealm) highlight(realm, ALL, others);
    const realm = current && realmOf(current.startContainer);
    if (realm && byRealm.has(realm)) highlight(realm, CURRENT, [current]);
    else if (current) this.#outline(current.startContainer);
  }

  clear(): void {
    this.#unmark();
    const sheets = new Set(this.#sheets.values());
    for (const root of this.#styled)
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => !sheets.has(sheet));
    this.#styled.clear();
    this.#sheets.clear();
  }

  #unmark(): void {
    for (const realm of this.#sheets.keys()) {
      realm.CSS.highlights?.delete(ALL);
      realm.CSS.highlights?.delete(CURRENT);
    }
    this.#outlined?.removeAttribute(MARKED_TURN);
  }

  #addStyle(root: Root): void {
    const realm = realmOf(root);
    if (!realm || this.#styled.has(root)) return;
    this.#styled.add(root);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#sheetFor(realm)];
  }

  #sheetFor(realm: Realm): CSSStyleSheet {
    const known = this.#sheets.get(realm);
    if (known) return known;
    const sheet = new realm.CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#sheets.set(realm, sheet);
    return sheet;
  }

  #outline(node: Node): void {
    this.#outlined = turnOf(node);
    this.#outlined?.setAttribute(MARKED_TURN, '');
  }
}

function highlight(realm: Realm, name: string, matches: readonly Match[]): void {
  if (matches.length === 0) return;
  // Static ranges cost nothing when the text changes: the next search replaces them.
  const ranges = matches.map((match) => new realm.StaticRange(match));
  realm.CSS.highlights.set(name, new realm.Highlight(...ranges));
}

function realmOf(node: Node): (Window & Realm) | null {
  return ((node.ownerDocument ?? node) as Document).defaultView;
}

/** Returns the part of the conversation that a node is in. */
function turnOf(node: Node): Element | undefined {
  for (const element of ancestorsOf(node)) if (element.matches('glove-turn-view, glove-notebook')) return element;
  return undefined;
}
