import { importChunk } from '../async/importChunk.ts';
import type { ChartLibrary } from './chart.ts';

/** The programs that draw charts. Each is loaded with the first chart that needs it. */
const PROGRAMS: Record<ChartLibrary, () => Promise<{ PROGRAM: string }>> = {
  vega: () => import('./vegaProgram.ts'),
  plotly: () => import('./plotlyProgram.ts'),
};

/**
 * Loads the text of the program that draws a chart.
 *
 * @throws EngineBootError if it can't be downloaded
 */
export async function loadProgram(library: ChartLibrary): Promise<string> {
  const { PROGRAM } = await importChunk(PROGRAMS[library]);
  return PROGRAM;
}
