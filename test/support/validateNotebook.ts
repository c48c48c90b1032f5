import { spawnSync } from 'node:child_process';

/** Debian's packages belong to this one, whatever else is first on the PATH. */
const PYTHONS = ['/usr/bin/python3', 'python3'];
const VALIDATE = 'import json, nbformat, sys\nnbformat.validate(json.load(sys.stdin))';

const python = PYTHONS.find((name) => spawnSync(name, ['-c', 'import nbformat']).status === 0);
if (python === undefined) {
  console.warn('Skipped the validation of notebooks: there is no nbformat for Python (python3-nbformat).');
}

/** Whether this machine has Jupyter's own library for notebooks. */
export const HAS_NBFORMAT = python !== undefined;

/** @returns what Jupyter's own library has against a notebook; empty if it takes it, or is not on this machine */
export function validationError(notebook: unknown): string {
  if (python === undefined) return '';
  const { status, stderr } = spawnSync(python, ['-c', VALIDATE], { input: JSON.stringify(notebook), encoding: 'utf8' });
  return status === 0 ? '' : stderr.trim();
}
