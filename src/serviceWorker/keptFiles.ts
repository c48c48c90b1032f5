/** Files that are kept once they were used: most visits need none, or one of several. The end of a name is a hash of the content. */
const CHART_PROGRAM = /\/assets\/((?:vega|plotly|plotlyFull|bokeh)Program)-[\w-]+\.js$/;
const TEXTS = /\/assets\/(de|es|zh)-[\w-]+\.js$/;

/** Whether it is one of the programs that draw charts. */
export function isChartProgram(url: string): boolean {
  return CHART_PROGRAM.test(url);
}

/** Whether it has the texts of a language. */
export function isTexts(url: string): boolean {
  return TEXTS.test(url);
}

/** Answers with the file that is kept, or with the server's, which is then kept in the place of an older one. */
export async function answerKept(request: Request): Promise<Response> {
  const cache = await caches.open(isTexts(request.url) ? 'texts' : 'chart-programs');
  const kept = await cache.match(request);
  if (kept) return kept;
  const older = (await cache.keys()).filter(({ url }) => nameIn(url) === nameIn(request.url));
  try {
    const response = await fetch(request);
    if (response.ok) {
      for (const each of older) await cache.delete(each);
      await cache.put(request, response.clone());
    }
    return response;
  } catch (error) {
    // Texts are data: without a connection, those of an older build will do. What it lacks is English.
    const texts = older[0] && isTexts(request.url) ? await cache.match(older[0]) : undefined;
    if (texts) return texts;
    throw error;
  }
}

function nameIn(url: string): string | undefined {
  return (CHART_PROGRAM.exec(url) ?? TEXTS.exec(url))?.[1];
}
