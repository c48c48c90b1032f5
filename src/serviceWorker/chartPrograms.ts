/** Where programs that draw charts are kept once they were used: most visits never draw one. */
const CACHE = 'chart-programs';
/** The name of such a file, which ends in a hash of its content. */
const NAME = /\/assets\/((?:vega|plotly|plotlyFull|bokeh)Program)-[\w-]+\.js$/;

export function isChartProgram(url: string): boolean {
  return NAME.test(url);
}

/** Answers with the file that is kept, or with the server's, which is then kept in the place of an older one. */
export async function answerChartProgram(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    for (const older of await cache.keys())
      if (programIn(older.url) === programIn(request.url)) await cache.delete(older);
    await cache.put(request, response.clone());
  }
  return response;
}

function programIn(url: string): string | undefined {
  return NAME.exec(url)?.[1];
}
