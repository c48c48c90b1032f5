import { attackWith } from './family.ts';

attackWith('messages');
