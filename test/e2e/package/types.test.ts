// @module-tag long
import { describe, expect, it } from 'vitest';
import { readPage } from '../../unit/docs/pages.ts';
import { runInstalled } from './packedPackage.ts';
import { projects, quickStart } from './project.ts';

const freshProject = projects();

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable', 'esnext.disposable'],
    types: [],
    strict: true,
    noEmit: true,
    // Those of the package too.
    skipLibCheck: false,
  },
});

/** What Svelte declares, as far as elements are concerned. */
const SVELTE = {
  'node_modules/svelte/package.json': '{"name": "svelte", "exports": {"./elements": {"types": "./elements.d.ts"}}}',
  'node_modules/svelte/elements.d.ts':
    'export interface HTMLAttributes<T> { class?: string }\nexport interface SvelteHTMLElements { p: HTMLAttributes<HTMLElement> }',
};

/** The same for a framework whose elements are in JSX. */
const frameworkWithJsx = (name: string) => ({
  [`node_modules/${name}/package.json`]: `{"name": "${name}", "types": "index.d.ts"}`,
  [`node_modules/${name}/index.d.ts`]: `export namespace JSX {
  interface Element {}
  interface ElementChildrenAttribute { children: {} }
  interface HTMLAttributes<T> { class?: string; ref?: (element: T) => void; children?: unknown }
  interface IntrinsicElements { p: HTMLAttributes<HTMLElement> }
}`,
  [`node_modules/${name}/jsx-runtime.d.ts`]: `export { JSX } from '${name}';\nexport declare const jsx: unknown, jsxs: unknown;`,
});

/** A component, with the prefix that the framework's listeners have. */
const component = (source: string, types: string, prefix: string) => `/** @jsxImportSource ${source} */
import type {} from 'glovebox/${types}';
export const box = <glove-box class="a" ref={(box) => box.stop()} api="interactions" tools={{}} ${prefix}glove-answer={(event) => event.answer.type}>
  <p>Try it.</p>
</glove-box>;
export const cell = <glove-cell code="1" run-all ${prefix}glove-result={({ result }) => result.stdout.length} />;
// @ts-expect-error: there is no such language
export const other = <glove-cell language="perl" />;
`;

describe('a fresh application of Vite', () => {
  it('has types for all of it, which are no `any`', async () => {
    const files = {
      'main.ts': `${quickStart()}
// @ts-expect-error: it is a promise
const result: string = sandbox.run('');
`,
      'alone.ts': `import { type RunResult, Sandbox } from 'glovebox/sandbox';
import 'glovebox/widget';
export const result: RunResult = await (await Sandbox.create()).run('');
const cell = document.createElement('glove-cell');
cell.addEventListener('glove-result', ({ result }) => result.stdout);
// @ts-expect-error: it is text
export const language: number = cell.language;
`,
      'vite.config.ts': `import { glovebox } from 'glovebox/vite';
import { defineConfig } from 'vite';
export default defineConfig({ plugins: [glovebox({ folder: 'engine' })] });
// @ts-expect-error: there is no such option
glovebox({ nonsense: true });
`,
      'tsconfig.json': TSCONFIG,
    };
    const project = await freshProject(files, ['vite', '@google/genai', 'typescript']);
    const checked = await runInstalled(project, 'typescript/bin/tsc', ['--pretty', 'false']);
    expect(checked).toMatchObject({ code: 0, stdout: '' });
  });

  it('has types for every provider without the SDK of any other', async () => {
    const entries = [
      'ai-sdk',
      'ai-sdk/definition',
      'anthropic',
      'built-in-model',
      'jupyter',
      'mcp',
      'openai',
      'sandbox',
      'tool',
    ];
    const files = {
      ...Object.fromEntries(entries.map((entry, index) => [`${index}.ts`, `export * from 'glovebox/${entry}';`])),
      'main.ts': `import type { AnswerEvent, AnswerOptions } from 'glovebox/openai';
export function totalOf(event: AnswerEvent): number | undefined {
  return event.type === 'usage' ? event.total.totalTokenCount : undefined;
}
// @ts-expect-error: there is no such mode
export const options: AnswerOptions = { mode: 'nonsense' };
`,
      'tsconfig.json': TSCONFIG,
    };
    const project = await freshProject(files, ['typescript']);
    const checked = await runInstalled(project, 'typescript/bin/tsc', ['--pretty', 'false']);
    expect(checked).toMatchObject({ code: 0, stdout: '' });
  });

  it('has types for the elements in JSX of React, Preact and Solid, in templates of Vue and in components of Svelte', async () => {
    const files = {
      // What the frameworks declare, as far as elements are concerned.
      'node_modules/react/package.json': '{"name": "react", "types": "index.d.ts"}',
      'node_modules/react/index.d.ts': `export interface HTMLAttributes<T> { className?: string; children?: unknown }
export interface Ref<T> { current: T | null }
export type DetailedHTMLProps<P, T> = P & { ref?: Ref<T> };
export namespace JSX { interface Element {} interface ElementChildrenAttribute { children: {} } interface IntrinsicElements { p: HTMLAttributes<HTMLElement> } }`,
      'node_modules/react/jsx-runtime.d.ts': `export { JSX } from 'react';\nexport declare const jsx: unknown, jsxs: unknown;`,
      'node_modules/vue/package.json': '{"name": "vue", "types": "index.d.ts"}',
      'node_modules/vue/index.d.ts':
        'export interface HTMLAttributes { class?: string }\nexport interface PublicProps { key?: string }\nexport interface GlobalComponents {}',
      ...SVELTE,
      ...frameworkWithJsx('preact'),
      ...frameworkWithJsx('solid-js'),
      'preact.tsx': component('preact', 'preact', 'on'),
      'solid.tsx': component('solid-js', 'solid', 'on:'),
      'react.tsx': `import type {} from 'glovebox/react';
import type { Ref } from 'react';
import type { GloveBox } from 'glovebox/widget';
declare const box: Ref<GloveBox>;
export const page = <glove-box ref={box} className="a" model="m" autoplay base-url="/x" onglove-answer={(event) => event.answer.type}>
  <p>Try it.</p>
</glove-box>;
export const cell = <glove-cell code="1" readonly onglove-result={({ result }) => result.stdout.length} />;
// @ts-expect-error: there is no such language
export const other = <glove-cell language="perl" />;
`,
      'vue.ts': `import type {} from 'glovebox/vue';
import type { GlobalComponents } from 'vue';
declare const box: InstanceType<GlobalComponents['glove-box']>;
export const model: string | undefined = box.$props.model;
box.$emit('glove-answer', {} as Parameters<typeof box.$emit<'glove-answer'>>[1]);
// @ts-expect-error: there is no such event
box.$emit('glove-nonsense', undefined);
`,
      'svelte.ts': `import type {} from 'glovebox/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';
export const box: SvelteHTMLElements['glove-box'] = { class: 'a', 'onglove-answer': (event) => event.answer.type };
// @ts-expect-error: there is no such language
export const cell: SvelteHTMLElements['glove-cell'] = { language: 'perl' };
`,
      'tsconfig.json': TSCONFIG,
    };
    const project = await freshProject(files, ['@google/genai', 'typescript']);
    const checked = await runInstalled(project, 'typescript/bin/tsc', ['--pretty', 'false']);
    expect(checked).toMatchObject({ code: 0, stdout: '' });
  });

  it('has types for all that the manifest of the elements has, and for nothing else', async () => {
    const names = elementsOfManifest().map(
      ({ tagName, names }) => `check<keyof SvelteHTMLElements['${tagName}'], 'class' | ${names.join(' | ')}>(true);`,
    );
    const files = {
      ...SVELTE,
      'main.ts': `import type {} from 'glovebox/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';
declare function check<One, Other>(same: [One, Other] extends [Other, One] ? true : [Exclude<One, Other>, Exclude<Other, One>]): void;
${names.join('\n')}
// @ts-expect-error: they are others
check<'class' | 'model', 'class'>(true);
`,
      'tsconfig.json': TSCONFIG,
    };
    const project = await freshProject(files, ['@google/genai', 'typescript']);
    const checked = await runInstalled(project, 'typescript/bin/tsc', ['--pretty', 'false']);
    expect(checked).toMatchObject({ code: 0, stdout: '' });
  });
});

interface Declaration {
  tagName?: string;
  attributes?: { name: string }[];
  members?: { name: string; kind: string; readonly?: boolean }[];
  events?: { name: string }[];
}

/** The attributes, the properties that can be set and the listeners of each element, as types. */
function elementsOfManifest(): { tagName: string; names: string[] }[] {
  const { modules }: { modules: { declarations: Declaration[] }[] } = JSON.parse(readPage('custom-elements.json'));
  return modules.flatMap(({ declarations }) =>
    declarations.flatMap(({ tagName, attributes = [], members = [], events = [] }) => {
      if (tagName === undefined) return [];
      const properties = members.filter(({ kind, readonly }) => kind === 'field' && !readonly);
      const names = [...attributes, ...properties].map(({ name }) => name);
      const listeners = events.map(({ name }) => `on${name}`);
      return [{ tagName, names: [...new Set([...names, ...listeners])].map((name) => `'${name}'`) }];
    }),
  );
}
