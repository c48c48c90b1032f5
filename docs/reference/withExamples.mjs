// @ts-check
import { readFileSync } from 'node:fs';
import { CommentTag, Converter, ReflectionKind } from 'typedoc';

const PAGE = 'examples.md';

/**
 * A plugin of TypeDoc: gives classes and their methods the examples of {@link PAGE}, whose headings name them.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const examples = readExamples(readFileSync(new URL(PAGE, import.meta.url), 'utf8'));
    for (const type of project.getReflectionsByKind(ReflectionKind.ClassOrInterface)) {
      give(examples, type, type.name);
      for (const method of type.isDeclaration() ? (type.children ?? []) : []) {
        for (const signature of method.signatures ?? []) give(examples, signature, `${type.name}.${method.name}`);
      }
    }
    for (const name of examples.keys()) app.logger.error(`${PAGE} has an example of ${name}, which is not there.`);
  });
}

/**
 * @param {Map<string, string>} examples those that have no place yet
 * @param {import('typedoc').Reflection} reflection
 * @param {string} name
 */
function give(examples, reflection, name) {
  const example = examples.get(name);
  if (example === undefined || !reflection.comment) return;
  reflection.comment.blockTags.push(new CommentTag('@example', [{ kind: 'code', text: example }]));
  examples.delete(name);
}

/**
 * @param {string} page
 * @returns the examples by `Class` and by `Class.method`, each with its fence
 */
function readExamples(page) {
  const examples = new Map();
  for (const section of page.split(/^## /m).slice(1)) {
    const [name = ''] = section.split('\n', 1);
    for (const part of section.split(/^### /m)) {
      const [heading = ''] = part.split('\n', 1);
      const [example] = /^```ts\n[\s\S]*?^```$/m.exec(part) ?? [];
      if (example) examples.set(heading === name ? name : `${name}.${heading}`, example);
    }
  }
  return examples;
}
