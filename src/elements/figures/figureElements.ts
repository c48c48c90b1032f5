import { FigureChart } from './figureChart.ts';

/** The elements that draw figures anew, by tag. */
export const FIGURE_ELEMENTS = { 'glove-figure-chart': FigureChart };
