/** A library that Gemini's own code execution has, and its source here. */
export type GeminiLibrary = { name: string; imports: readonly string[] } & (
  | { from: 'distribution' | 'pypi'; package?: string; reason?: string }
  | { from: 'unavailable'; reason: string }
);

/**
 * The libraries (37 of them) that Google's documentation lists. `imports` are their modules; `from` is where they come from here, see
 * `PackagesOption`; `package` names the package if it is not called like the library; `reason` says why another one stands in, or why
 * there is none.
 *
 * @see https://ai.google.dev/gemini-api/docs/code-execution#supported-libraries (of 2026-01-24)
 */
export const GEMINI_LIBRARIES: readonly GeminiLibrary[] = [
  { name: 'attrs', imports: ['attr', 'attrs'], from: 'distribution' },
  { name: 'chess', imports: ['chess'], from: 'pypi' },
  { name: 'contourpy', imports: ['contourpy'], from: 'distribution' },
  {
    name: 'fpdf',
    imports: ['fpdf'],
    from: 'pypi',
    package: 'fpdf2',
    reason: 'fpdf itself has no wheel on PyPI; fpdf2 is its successor and has the same module.',
  },
  { name: 'geopandas', imports: ['geopandas'], from: 'distribution' },
  { name: 'imageio', imports: ['imageio'], from: 'distribution' },
  { name: 'jinja2', imports: ['jinja2'], from: 'distribution' },
  { name: 'joblib', imports: ['joblib'], from: 'distribution' },
  { name: 'jsonschema', imports: ['jsonschema'], from: 'distribution' },
  { name: 'jsonschema-specifications', imports: ['jsonschema_specifications'], from: 'distribution' },
  { name: 'lxml', imports: ['lxml'], from: 'distribution' },
  { name: 'matplotlib', imports: ['matplotlib', 'mpl_toolkits', 'pylab'], from: 'distribution' },
  { name: 'mpmath', imports: ['mpmath'], from: 'distribution' },
  { name: 'numpy', imports: ['numpy'], from: 'distribution' },
  { name: 'opencv-python', imports: ['cv2'], from: 'distribution' },
  { name: 'openpyxl', imports: ['openpyxl'], from: 'pypi' },
  { name: 'packaging', imports: ['packaging'], from: 'distribution' },
  { name: 'pandas', imports: ['pandas'], from: 'distribution' },
  { name: 'pillow', imports: ['PIL'], from: 'distribution' },
  { name: 'protobuf', imports: ['google'], from: 'distribution' },
  { name: 'pylatex', imports: ['pylatex'], from: 'pypi' },
  { name: 'pyparsing', imports: ['pyparsing'], from: 'distribution' },
  { name: 'PyPDF2', imports: ['PyPDF2'], from: 'pypi' },
  { name: 'python-dateutil', imports: ['dateutil'], from: 'distribution' },
  { name: 'python-docx', imports: ['docx'], from: 'pypi' },
  { name: 'python-pptx', imports: ['pptx'], from: 'pypi' },
  { name: 'reportlab', imports: ['reportlab'], from: 'pypi' },
  { name: 'scikit-learn', imports: ['sklearn'], from: 'distribution' },
  { name: 'scipy', imports: ['scipy'], from: 'distribution' },
  { name: 'seaborn', imports: ['seaborn'], from: 'pypi' },
  { name: 'six', imports: ['six'], from: 'distribution' },
  { name: 'striprtf', imports: ['striprtf'], from: 'pypi' },
  { name: 'sympy', imports: ['sympy'], from: 'distribution' },
  { name: 'tabulate', imports: ['tabulate'], from: 'pypi' },
  {
    name: 'tensorflow',
    imports: ['tensorflow', 'keras'],
    from: 'unavailable',
    reason: 'it is native code that nobody has built for WebAssembly; scikit-learn is there instead.',
  },
  { name: 'toolz', imports: ['toolz', 'tlz'], from: 'distribution' },
  { name: 'xlrd', imports: ['xlrd'], from: 'distribution' },
];
