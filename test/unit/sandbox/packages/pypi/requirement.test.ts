import { describe, expect, it } from 'vitest';
import { evaluateMarker, pyodideEnvironment } from '../../../../../src/sandbox/packages/pypi/marker.ts';
import { readMetadata, readWheel } from '../../../../../src/sandbox/packages/pypi/metadata.ts';
import { readRequirement } from '../../../../../src/sandbox/packages/pypi/requirement.ts';
import { readReleases } from '../../../../../src/sandbox/packages/pypi/simpleIndex.ts';
import { readWheelName } from '../../../../../src/sandbox/packages/pypi/wheelName.ts';
import { buildWheel } from '../../../../support/packageServer/buildWheel.ts';

const HERE = pyodideEnvironment('3.14.2');

describe('a marker', () => {
  it.each([
    ['', true],
    ['python_version >= "3.9"', true],
    ['python_version < "3.9"', false],
    ["python_version<'3.10' or python_version>='3.14'", true],
    ['python_full_version == "3.14.*"', true],
    ['python_version ~= "3.10"', true],
    ['"3.13" < python_version', true],
    ['sys_platform == "emscripten"', true],
    ['sys_platform != "win32" and platform_system == "Emscripten"', true],
    ['platform_machine in "x86_64 wasm32"', true],
    ['platform_python_implementation not in "CPython PyPy"', false],
    ['os.name == "posix"', true],
    ['extra == "html"', false],
    ['(extra == "html" or sys_platform == "linux") and python_version > "3"', false],
    ['sys_platform == "linux" or (extra == "" and (os_name == "posix"))', true],
    ['platform_release >= "5.4"', false],
    ['nonsense', true],
    ['python_version >', true],
    ['unknown_variable == "1"', true],
    ['0', true],
    ['python_version > "3" and 0', true],
  ])('%s is %s in the browser', (marker, expected) => {
    expect(evaluateMarker(marker, HERE)).toBe(expected);
  });
});

describe('a dependency', () => {
  it.each([
    ['six', 'six', '1.0', true],
    ['Pillow (>=9.0)', 'pillow', '8.4', false],
    ['Pillow (>=9.0)', 'pillow', '11.0', true],
    ['typing_extensions>=4.5,<5', 'typing-extensions', '4.12.0', true],
    ['typing_extensions>=4.5,<5', 'typing-extensions', '5.0', false],
    ['lxml[html] ~=5.1 ; python_version > "3"', 'lxml', '5.9', true],
    ['zope.interface == 1.*', 'zope-interface', '1.7', true],
    ['odd===1.0-custom', 'odd', '1.0', false],
  ])('%s is %s, and %s fits: %s', (text, name, version, fits) => {
    const requirement = readRequirement(text, HERE);
    expect(requirement?.name).toBe(name);
    expect(requirement?.fits(version)).toBe(fits);
  });

  it('counts if its marker holds, for any of the extras', () => {
    const requirement = readRequirement(
      'cssselect[fast, Small] >=0.7 ; extra == "css_select" and os_name == "posix"',
      HERE,
    );
    expect(requirement?.extras).toEqual(['fast', 'small']);
    expect(requirement?.text).toBe('cssselect >=0.7');
    expect(requirement?.applies([])).toBe(false);
    expect(readRequirement('x ; extra == "css"', HERE)?.applies(['html', 'css'])).toBe(true);
  });

  it.each(['pip @ https://example.org/pip.whl', '-r other.txt', '', 'a b c', '../up'])(
    'is not read from %j',
    (text) => {
      expect(readRequirement(text, HERE)).toBeUndefined();
    },
  );
});

describe('a wheel', () => {
  it.each([
    ['six-1.17.0-py2.py3-none-any.whl', { name: 'six', version: '1.17.0', pure: true }],
    ['Foo_Bar-2.0.post1-1a-py3-none-any.whl', { name: 'foo-bar', version: '2.0.post1', pure: true }],
    ['foo-1.0-py2-none-any.whl', { name: 'foo', version: '1.0', pure: false }],
    ['foo-1.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl', { name: 'foo', version: '1.0', pure: false }],
    ['foo-1.0.tar.gz', undefined],
    ['../foo-1.0-py3-none-any.whl', undefined],
  ])('is read from the name %s', (fileName, expected) => {
    expect(readWheelName(fileName)).toEqual(expected);
  });

  it('says what it needs, and which modules are in it', () => {
    const { bytes } = buildWheel({
      name: 'many',
      version: '1.0',
      requires: ['six>=1', 'lxml ; extra == "xml"'],
      requiresPython: '>=3.9',
      files: { 'one/__init__.py': '', 'one/deep.py': '', 'two.py': '', 'three.cpython-314-wasm32-emscripten.so': '' },
    });
    expect(readWheel(bytes.buffer)).toEqual({
      requiresPython: '>=3.9',
      requiresDist: ['six>=1', 'lxml ; extra == "xml"'],
      modules: ['one', 'two', 'three'],
    });
  });

  it('may fold its headers as mail does, and describe itself in any words', () => {
    expect(readMetadata('Name: x\r\nRequires-Dist: six\r\n  (>=1)\r\n\r\nRequires-Dist: text')).toMatchObject({
      requiresDist: ['six (>=1)'],
    });
  });
});

describe('the page of a project', () => {
  const base = new URL('https://index.example/simple/foo/');
  const file = (filename: string, more: object = {}) => ({
    filename,
    url: `/files/${filename}`,
    hashes: { sha256: 'a' },
    ...more,
  });

  it('lists its wheels newest first, finished ones before others', () => {
    const files = ['0.9', '1.0', '1.10', '1.9', '2.0rc1'].map((version) => file(`foo-${version}-py3-none-any.whl`));
    const releases = readReleases({ files }, 'foo', base);
    expect(releases.map(({ version }) => version)).toEqual(['1.10', '1.9', '1.0', '0.9', '2.0rc1']);
    expect(releases[0]?.url.href).toBe('https://index.example/files/foo-1.10-py3-none-any.whl');
  });

  it('may list what is no use here', () => {
    const files = [
      file('foo-1.0.tar.gz'),
      file('bar-1.0-py3-none-any.whl'),
      file('foo-1.1-py3-none-any.whl', { yanked: 'broken' }),
      file('foo-1.2-py3-none-any.whl', { hashes: { md5: 'a' } }),
      file('foo-latest-py3-none-any.whl'),
    ];
    expect(readReleases({ files }, 'foo', base)).toEqual([]);
  });

  it('is refused if it is none', () => {
    expect(() => readReleases({ message: 'hello' }, 'foo', base)).toThrow();
  });
});
