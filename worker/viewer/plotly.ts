/** Draws figures of Plotly whose traces have two axes, and pies: what most figures are made of. */
import Plotly from 'plotly.js-cartesian-dist-min';
import { startPlotly } from './plotlyFigure.ts';

startPlotly(Plotly);
