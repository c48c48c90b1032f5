import type { Identifier, Node } from 'acorn';

/** A name that is assigned to. */
export interface Target extends Identifier {
  /** Whether it stands for a property of the same name: `({name} = object)`. */
  isShorthand: boolean;
}

/** The names that an assignment to this pattern would assign to, and no members of objects. */
export function targetsOf(pattern: Node): Target[] {
  return [...findTargets(pattern as Pattern, false)];
}

type Pattern =
  | Identifier
  | (Node & { type: 'ObjectPattern'; properties: Pattern[] })
  | (Node & { type: 'ArrayPattern'; elements: (Pattern | null)[] })
  | (Node & { type: 'Property'; value: Pattern; shorthand: boolean })
  | (Node & { type: 'RestElement'; argument: Pattern })
  | (Node & { type: 'AssignmentPattern'; left: Pattern })
  | (Node & { type: 'MemberExpression' });

function* findTargets(pattern: Pattern, isShorthand: boolean): Generator<Target> {
  switch (pattern.type) {
    case 'Identifier':
      yield { ...pattern, isShorthand };
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) yield* findTargets(property, false);
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) yield* findTargets(element, false);
      break;
    case 'Property':
      yield* findTargets(pattern.value, pattern.shorthand);
      break;
    case 'RestElement':
      yield* findTargets(pattern.argument, false);
      break;
    case 'AssignmentPattern':
      yield* findTargets(pattern.left, isShorthand);
      break;
  }
}
