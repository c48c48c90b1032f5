import { attackWith } from './family.ts';

attackWith('user');
