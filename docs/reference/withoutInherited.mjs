// @ts-check
import { Converter, ReflectionKind } from 'typedoc';

const EACH_HAS = ['constructor', 'name', '[MARK]'];

/**
 * A plugin of TypeDoc: leaves out what all errors have alike, and how they are made, which nobody but the library does.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const members = project.getReflectionsByKind(ReflectionKind.ClassMember);
    for (const member of members) {
      if (!member.isDeclaration()) continue;
      if (!member.parent?.name.endsWith('Error')) continue;
      const isInherited = member.inheritedFrom !== undefined;
      if (isInherited || EACH_HAS.includes(member.name)) project.removeReflection(member);
    }
  });
}
