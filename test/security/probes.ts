import { inject } from 'vitest';
import { type Probe, readProbe } from './probe.ts';

const SOURCES = import.meta.glob<string>('./probes/*/*.{py,js,ts}', { query: '?raw', import: 'default', eager: true });
const LISTENER = inject('listener');

export const PROBES = Object.entries(SOURCES).map(([path, source]) => ({ ...readProbe(path, source), path }));

/** What has reached the server that listens for whatever gets out. */
export async function heard(): Promise<string[]> {
  return (await fetch(`${LISTENER}/heard`)).json();
}

export const addressOf = (probe: Probe, kind: 'attack' | 'control') =>
  `${LISTENER}/${kind}/${probe.family}/${probe.name}`;
