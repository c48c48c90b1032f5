import { describe, expect, it } from 'vitest';
import { pipInstalls } from '../../../../../src/sandbox/packages/knowledge/pipInstalls.ts';

describe('the packages that code installs as a notebook does', () => {
  it.each([
    ['!pip install Scikit_Learn', ['scikit-learn']],
    ['x = 1\n  %pip install -q --upgrade "pandas>=2,<3" numpy==2.2 # both', ['pandas', 'numpy']],
    ['pip3 install plotly[express]', ['plotly']],
    ['!python -m pip install numpy numpy', ['numpy']],
    ['%conda install sympy', ['sympy']],
    ['# pip install numpy\nprint("pip install pandas")', []],
    ['import micropip\nawait micropip.install("snowballstemmer")', ['snowballstemmer']],
    ['await micropip.install(\n  ["a", \'b==1.0\'], keep_going=True\n)', ['a', 'b']],
    ['await micropip.install(name)\nawait micropip.install("https://example.org/c.whl")', []],
    ['subprocess.check_call([sys.executable, "-m", "pip", "install", "-q", "rich>=13"])', ['rich']],
    ['os.system("pip install humanize")', ['humanize']],
    ['subprocess.run("python -m pip install tabulate", shell=True)', ['tabulate']],
    ['!pip install ./a.whl https://example.org/b.whl c/d.whl', []],
  ])('are found in %j', (code, names) => {
    expect(pipInstalls(code)).toEqual(names);
  });

  it('are no more than twenty', () => {
    const names = Array.from({ length: 50 }, (_, index) => `package${index}`);
    expect(pipInstalls(`!pip install ${names.join(' ')}`)).toEqual(names.slice(0, 20));
  });
});
