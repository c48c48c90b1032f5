import { haveLittleMemory } from '../support/browsers/haveLittleMemory.ts';

haveLittleMemory();
