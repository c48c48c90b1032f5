import { canonicalName } from '../lock.ts';

interface WheelName {
  /** In canonical spelling. */
  name: string;
  version: string;
  /** Whether it runs on any platform, with Python 3. */
  pure: boolean;
}

const WHEEL = /^([\w.]+)-([\w.!+]+)(?:-\d\w*)?-([\w.]+)-([\w.]+)-([\w.]+)\.whl$/;

/**
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention
 * @returns `undefined` if the file is no wheel
 */
export function readWheelName(fileName: string): WheelName | undefined {
  const [, name, version, python, abi, platform] = WHEEL.exec(fileName) ?? [];
  if (name === undefined || version === undefined) return undefined;
  const forPython3 = python?.split('.').some((tag) => tag === 'py3' || /^py3\d+$/.test(tag)) ?? false;
  return { name: canonicalName(name), version, pure: forPython3 && abi === 'none' && platform === 'any' };
}
