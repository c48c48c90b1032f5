import { fileURLToPath } from 'node:url';
import { StaticServer } from '../../support/staticServer.ts';
import { readManifest } from './packedPackage.ts';

const PYODIDE = fileURLToPath(new URL('../../../node_modules/pyodide', import.meta.url));

/** As jsDelivr answers: to pages of all origins, for ever, and with HTML as text. */
const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=31536000, s-maxage=31536000, immutable',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** A CDN for npm that has this package and the engine's. */
export interface PackageCdn {
  server: StaticServer;
  /** The address below which packages are, which ends with a slash. */
  url: string;
  /** The path of the widget's folder, below that. */
  widget: string;
}

/** @param installed the folder of this package */
export async function startPackageCdn(installed: string): Promise<PackageCdn> {
  const { version } = readManifest(installed);
  const widget = `glovebox@${version}/build/cdn/`;
  const folders = {
    [`/npm/glovebox@${version}/`]: installed,
    [`/npm/pyodide@${readManifest(PYODIDE).version}/`]: PYODIDE,
  };
  const server = await StaticServer.start(folders, { headers: HEADERS, types: { '.html': 'text/plain' } });
  return { server, url: `${server.origin}/npm/`, widget };
}
