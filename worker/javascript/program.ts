import {
  type AnyNode,
  type FunctionDeclaration,
  type Node,
  parse,
  type Program as Root,
  type VariableDeclaration,
} from 'acorn';
import MagicString from 'magic-string';
import { analyze, type Scope } from 'periscopic';
import { walk } from 'zimmerframe';
import { type Target, targetsOf } from './assignmentTargets.ts';
import { BRIDGE } from './programBridge.ts';

type Analysis = ReturnType<typeof analyze>;
type Scoped = Parameters<typeof analyze>[0];

/** The beginning of the script. */
const BEGINNING = `${BRIDGE}.take(async()=>{`;

/** A name that a run declares at its top level. */
export interface Declared {
  name: string;
  kind: 'var' | 'let' | 'const' | 'class' | 'function';
}

/** A line and a column, both counted from 1. */
export interface Position {
  line: number;
  column: number;
}

/**
 * One run's code, made into a script that hands over a function at {@link BRIDGE}, which runs the code and gives the value of its last
 * expression. Top-level declarations become properties of the global object, so that later runs find them and may declare them
 * again, and functions of earlier runs see the new values: as in the consoles of browsers.
 */
export class Program {
  readonly script: string;
  readonly declared: Declared[];
  /** Whether it begins with `'use strict'`. */
  readonly isStrict: boolean;
  readonly #edited: MagicString;
  #lines: ReturnType<MagicString['generateDecodedMap']>['mappings'] | undefined;

  /**
   * @param constants names of earlier runs that must not be assigned to
   * @throws SyntaxError of acorn, with `loc`, if the code can't be parsed
   */
  constructor(code: string, constants: ReadonlySet<string>) {
    const root = parse(code, { ecmaVersion: 'latest', sourceType: 'script', allowAwaitOutsideFunction: true });
    const analysis = analyze(root as Scoped);
    this.#edited = new MagicString(code);
    this.isStrict = root.body.slice(0, -1).some((statement) => 'directive' in statement && isUseStrict(statement));
    this.declared = [...analysis.scope.declarations].flatMap(([name, node]) => {
      const kind = kindOf(node as AnyNode);
      return kind ? [{ name, kind }] : [];
    });
    this.#editStatements(root);
    this.#editExpressions(root, analysis, constants);
    // A shebang line is valid only at the very beginning.
    if (code.startsWith('#!')) this.#edited.update(0, '#!'.length, '//');
    // The last line may end in a comment.
    this.#edited.prepend(BEGINNING).append('\n})');
    this.script = this.#edited.toString();
  }

  /** Whether a place in the script is before the code: WebKit names the beginning of an asynchronous function among those that called. */
  isBefore({ line, column }: Position): boolean {
    return line === 1 && column <= BEGINNING.length;
  }

  /** Gives the place in the code for a place in the script. */
  originalOf({ line, column }: Position): Position {
    this.#lines ??= this.#edited.generateDecodedMap({ hires: true }).mappings;
    const before = this.#lines.slice(0, line).reverse();
    for (const [index, segments] of before.entries()) {
      const segment = segments.findLast(([start]) => index > 0 || start < column) ?? segments[0];
      if (segment?.length === 4 || segment?.length === 5) return { line: segment[2] + 1, column: segment[3] + 1 };
    }
    return { line: 1, column: 1 };
  }

  #editStatements(root: Root): void {
    const first = root.body.find((node) => node.type !== 'FunctionDeclaration' && !('directive' in node));
    const last = root.body.at(-1);
    for (const node of root.body) {
      if (node.type === 'FunctionDeclaration') this.#editFunction(node, first);
      else if (node.type === 'ClassDeclaration') this.#assign(node, node.id.name);
    }
    if (last?.type !== 'ExpressionStatement') return;
    this.#edited.prependRight(last.start, 'return (').appendLeft(last.expression.end, ')');
  }

  /** Moves a function before the first statement. */
  #editFunction(node: FunctionDeclaration, first: Node | undefined): void {
    this.#edited.remove(node.id.start, node.id.end);
    this.#assign(node, node.id.name);
    if (first && node.start > first.start) this.#edited.move(node.start, node.end, first.start);
  }

  #assign({ start, end }: Node, name: string): void {
    this.#edited.prependRight(start, `${name} = `).appendLeft(end, ';');
  }

  #editExpressions(root: Root, { map: scopes, scope: rootScope }: Analysis, constants: ReadonlySet<string>): void {
    const isConstant = ({ name }: { name: string }, scope: Scope) => {
      const owner = scope.find_owner(name);
      return owner ? owner === rootScope && this.#isDeclaredConstant(name) : constants.has(name);
    };
    const protect = (target: Node, scope: Scope) => {
      for (const each of targetsOf(target)) if (isConstant(each, scope)) this.#refuseAssignment(each);
    };
    walk<AnyNode, { scope: Scope; isInFunction: boolean }>(
      root,
      { scope: rootScope, isInFunction: false },
      {
        _(node, { state, next }) {
          const isInFunction = state.isInFunction || /Function|StaticBlock/.test(node.type);
          const scope = scopes.get(node as Scoped) ?? state.scope;
          const assigned = assignedBy(node);
          if (assigned) protect(assigned, scope);
          next({ scope, isInFunction });
        },
        VariableDeclaration: (node, { state, path, next }) => {
          const isTopLevel = path.length === 1 || (node.kind === 'var' && !state.isInFunction);
          if (isTopLevel && kindOf(node)) this.#editDeclaration(node, path.at(-1));
          next();
        },
        ImportExpression: (node, { next }) => {
          this.#edited.update(node.start, node.start + 'import'.length, `${BRIDGE}.import`);
          next();
        },
      },
    );
  }

  #isDeclaredConstant(name: string): boolean {
    return this.declared.some((each) => each.name === name && each.kind === 'const');
  }

  #refuseAssignment({ name, start, end, isShorthand }: Target): void {
    this.#edited.update(start, end, `${isShorthand ? `${name}: ` : ''}${BRIDGE}.constants.${name}`);
  }

  /** `let a = 1, {b} = a` becomes `void ( a = 1, {b} = a);`, and in the head of a loop, where it ends by itself, ` a = 1, {b} = a`. */
  #editDeclaration(node: VariableDeclaration, parent: AnyNode | undefined): void {
    const isHead = parent !== undefined && 'body' in parent && parent.type.startsWith('For') && parent.body !== node;
    const last = node.declarations.at(-1);
    if (!last) return;
    this.#edited.update(node.start, node.start + node.kind.length, isHead ? ' ' : 'void (');
    if (isHead) return;
    for (const { id, init } of node.declarations) {
      if (!init) this.#edited.appendLeft(id.end, node.kind === 'var' ? '' : ' = undefined');
    }
    this.#edited.appendLeft(last.end, node.end === last.end ? ');' : ')');
  }
}

function isUseStrict(statement: object): boolean {
  return 'directive' in statement && statement.directive === 'use strict';
}

/** Gives the target of an assignment; `undefined` for other nodes. */
function assignedBy(node: AnyNode): Node | undefined {
  switch (node.type) {
    case 'AssignmentExpression':
    case 'ForInStatement':
    case 'ForOfStatement':
      return node.left;
    case 'UpdateExpression':
      return node.argument;
    default:
      return undefined;
  }
}

/** `undefined` for `using`, which may stand in blocks only. */
function kindOf(node: AnyNode): Declared['kind'] | undefined {
  if (node.type === 'ClassDeclaration') return 'class';
  if (node.type !== 'VariableDeclaration') return 'function';
  return node.kind === 'using' || node.kind === 'await using' ? undefined : node.kind;
}
