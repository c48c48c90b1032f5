import { startServer } from './localServer.ts';

/** Finds a port of this machine on which nothing listens, for a program that has to be told one. */
export async function freePort(): Promise<number> {
  // Without `await using`, which the oldest supported Node does not know: the configuration of Vitest imports this as it is.
  const { origin, close } = await startServer(() => {});
  await close();
  return Number(new URL(origin).port);
}
