import { describe, expect, it } from 'vitest';
import { importsStandardAlone } from '../../../../../src/sandbox/packages/knowledge/standardImports.ts';

describe('code that imports modules of the standard library alone', () => {
  it.each([
    '1 + 1',
    'import json',
    'import json, re\nprint(1)',
    'import os.path as path, sys # both',
    'from collections.abc import Iterable, Mapping',
    'from math import (\n    sqrt,\n    pi,\n)',
    'if True: import json; import re',
    'def f():\n    import random\n    return random.random()',
    'import json\r\nimport re\r\n',
    'important = 1',
  ])('is known as such: %j', (code) => {
    expect(importsStandardAlone(code)).toBe(true);
  });

  it.each([
    'import numpy',
    'import json, numpy',
    'import json, \\\n    numpy',
    'import json as j, numpy as np',
    'from numpy import json',
    'from . import json',
    'from .json import loads',
    'import jsonü',
    'import json.tool, jsonschema',
    'x = 1; import numpy',
    'import json\nif x:\n\timport numpy',
    'exec("import json")',
    '%time import json',
    'import (json)',
  ])('is not taken for it if there may be more: %j', (code) => {
    expect(importsStandardAlone(code)).toBe(false);
  });
});
