import { attackWith } from './family.ts';

attackWith('engine');
