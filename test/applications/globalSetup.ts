import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { packPackage } from '../e2e/package/packedPackage.ts';
import { folderOfNode } from './folderOfNode.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The package as npm would publish it. */
    tarball: string;
    /** The folder of the programs of a Node that all frameworks run with. */
    nodeFolder: string;
  }
}

/** Packs the package once for all applications. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'glovebox-applications-'));
  project.provide('nodeFolder', await folderOfNode(folder));
  project.provide('tarball', await packPackage(folder));
  return () => rm(folder, { recursive: true });
}
