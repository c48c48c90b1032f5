import type { Plugin } from 'vite';
import { glovebox } from '../glovebox.ts';
import { engineBuild } from './engineBuild.ts';

/** Adds the engine's files to the page as an application does, and compiles in facts about them. */
export function engineFiles(): Plugin[] {
  return [engineBuild(), glovebox()];
}
