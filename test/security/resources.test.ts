import { attackWith } from './family.ts';

attackWith('resources');
