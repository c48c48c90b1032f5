import type { TableError } from '../../errors.ts';
import { tables } from '../../language/en/content/tables.ts';
import { fill } from '../../language/fill.ts';

/** Says to the user why a table could not be asked. What Python said stays in English. */
export function describeTableError({ reason, cause }: TableError): string {
  if (reason === 'failed') return fill(tables.failed, { reason: String(cause) });
  return reason === 'gone' ? tables.gone : tables.tooLarge;
}
