import { inject } from 'vitest';

/** The package as npm would publish it. @returns the tarball's path */
export async function packedTarball(): Promise<string> {
  const answer = await fetch(inject('tarballServer'));
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
