// @ts-check
import { Converter, ReflectionKind } from 'typedoc';

/** What all errors have alike, and how they are made, which nobody but the library does. */
const OF_ERRORS = ['constructor', 'name', '[MARK]'];
/** How events are made, and the name by which their class knows itself. */
const OF_EVENTS = ['constructor'];
/** What the browser and Lit call, or read. */
const OF_ELEMENTS = ['constructor', 'connectedCallback', 'disconnectedCallback', 'connectedMoveCallback', 'styles'];

/**
 * A plugin of TypeDoc: leaves out what the members of a kind of class have alike, and what is inherited by errors.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const member of project.getReflectionsByKind(ReflectionKind.ClassMember)) {
      if (member.isDeclaration() && isAlike(member)) project.removeReflection(member);
    }
  });
}

/** @param {import('typedoc').DeclarationReflection} member */
function isAlike({ name, parent, inheritedFrom }) {
  if (parent?.name.endsWith('Error')) return inheritedFrom !== undefined || OF_ERRORS.includes(name);
  if (parent?.name.endsWith('Event')) return OF_EVENTS.includes(name);
  return parent?.name.startsWith('Glove') === true && OF_ELEMENTS.includes(name);
}
