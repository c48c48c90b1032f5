import { attackWith } from './family.ts';

attackWith('storage');
