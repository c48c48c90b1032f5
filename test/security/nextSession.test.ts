// @module-tag long
import { attackWith } from './family.ts';

attackWith('next-session');
