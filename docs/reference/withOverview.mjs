// @ts-check
import { Comment, Converter, ReflectionKind } from 'typedoc';
import { MarkdownPageEvent } from 'typedoc-plugin-markdown';

/**
 * How an app imports a module.
 *
 * @param {string} name
 */
export const importedAs = (name) => (name === 'index' ? 'glovebox' : `glovebox/${name}`);

/** The pages of the documentation that explain a module, from the page of its reference. */
const GUIDES = new Map(
  Object.entries({
    sandbox: '[Getting started: the library](../getting-started-library.md)',
    index: '[The Gemini client](../gemini.md)',
    tool: '[In a server of your own](../mcp.md#in-a-server-of-your-own)',
    openai: '[The OpenAI client](../openai.md)',
    anthropic: '[Claude](../anthropic.md)',
    'built-in-model': '[The built-in model](../built-in-model.md)',
    'ai-sdk': '[The Vercel AI SDK](../ai-sdk.md)',
    'ai-sdk/definition': '[A server that asks the model](../../ai-sdk.md#a-server-that-asks-the-model)',
    mcp: '[MCP](../mcp.md)',
    jupyter: '[Jupyter kernels](../jupyter.md)',
    react: '[With React](../getting-started-library.md#with-react)',
    widget:
      '[The widget](../widget.md), with attributes, slots and styles; [custom-elements.json](../../custom-elements.json) for editors',
    'markdown-it': '[In Markdown](../teaching.md#in-markdown)',
    remark: '[In Markdown](../teaching.md#in-markdown)',
    vite: '[Put the engine beside the page](../getting-started-library.md#put-the-engine-beside-the-page)',
  }),
);

/**
 * A plugin of TypeDoc: links the guide of each module on its page, and lists the modules as apps import them, with what they are.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      const guide = GUIDES.get(module.name);
      if (guide === undefined) app.logger.error(`withOverview.mjs names no guide for ${module.name}.`);
      module.comment ??= new Comment();
      module.comment.summary.push({ kind: 'text', text: `\n\nGuide: ${guide}.` });
    }
  });
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    if (page.url !== 'README.md') return;
    page.contents = page.contents?.replaceAll(/^- \[(.+?)\]\((.+?)\)$/gm, (_, name, url) => {
      const parts = page.project.getChildByName([name])?.comment?.summary ?? [];
      const [words = ''] = parts
        .map(({ text }) => text)
        .join('')
        .split('\n\n');
      return `- [${importedAs(name)}](${url}): ${words}`;
    });
  });
}
