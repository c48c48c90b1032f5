import { attackWith } from './family.ts';

attackWith('network');
