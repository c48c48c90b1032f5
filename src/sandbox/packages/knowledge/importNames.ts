/**
 * Modules whose project on PyPI has another name. Only those that are missing in Pyodide's lock file matter here: it has the modules of its
 * own packages.
 */
const PROJECTS: Readonly<Record<string, string>> = {
  Bio: 'biopython',
  Crypto: 'pycryptodome',
  OpenSSL: 'pyopenssl',
  PIL: 'pillow',
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  community: 'python-louvain',
  cv2: 'opencv-python',
  dateutil: 'python-dateutil',
  docx: 'python-docx',
  dotenv: 'python-dotenv',
  // The project fpdf has no wheels; its successor has the same module.
  fpdf: 'fpdf2',
  fitz: 'pymupdf',
  git: 'gitpython',
  googleapiclient: 'google-api-python-client',
  jose: 'python-jose',
  jwt: 'pyjwt',
  magic: 'python-magic',
  mpl_toolkits: 'matplotlib',
  multipart: 'python-multipart',
  odf: 'odfpy',
  pptx: 'python-pptx',
  serial: 'pyserial',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  slugify: 'python-slugify',
  socks: 'pysocks',
  telegram: 'python-telegram-bot',
  umap: 'umap-learn',
  websocket: 'websocket-client',
  win32com: 'pywin32',
  yaml: 'pyyaml',
  zmq: 'pyzmq',
};

/** The project on PyPI that probably brings a module. */
export function projectOf(module: string): string {
  return Object.hasOwn(PROJECTS, module) ? (PROJECTS[module] ?? module) : module;
}
