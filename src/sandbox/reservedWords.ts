const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Names that no variable can have. @see https://docs.python.org/3/reference/lexical_analysis.html#keywords */
export const RESERVED_WORDS = {
  python: words(
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield',
  ),
  javascript: words(
    'Infinity NaN arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield',
  ),
};
