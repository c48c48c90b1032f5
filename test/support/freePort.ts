import { startServer } from './localServer.ts';

/** Finds a port of this machine on which nothing listens, for a program that has to be told one. */
export async function freePort(): Promise<number> {
  await using server = await startServer(() => {});
  return Number(new URL(server.origin).port);
}
