// @ts-check
import { ReflectionKind } from 'typedoc';
import { ModuleRouter } from 'typedoc-plugin-markdown';

/**
 * A plugin of TypeDoc: numbers the headings of one name as GitHub does, in their order on the page. The router `module` counts some of them
 * several times, and then links headings that are not there.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.renderer.defineRouter('heading', HeadingRouter);
}

class HeadingRouter extends ModuleRouter {
  /**
   * @override
   * @param {import('typedoc').Reflection} target
   * @param {import('typedoc').Reflection} pageTarget
   */
  buildAnchors(target, pageTarget) {
    const isMember =
      pageTarget.parent?.kindOf(ReflectionKind.Module) && !pageTarget.kindOf(ReflectionKind.FunctionOrMethod);
    if (!target.isDeclaration() || !(isMember || pageTarget.kindOf(ReflectionKind.Module))) return;
    const anchor = this.getSlugger(pageTarget).slug(target.name);
    this.anchors.set(target, anchor);
    this.fullUrls.set(target, `${this.pageOf(target)}#${anchor}`);
  }

  /** @param {import('typedoc').Reflection} target */
  pageOf({ parent }) {
    const module = parent?.kindOf(ReflectionKind.Module) ? parent : parent?.parent;
    return module && this.fullUrls.get(module);
  }
}
