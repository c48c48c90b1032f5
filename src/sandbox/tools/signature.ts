import type { ToolDescription, ToolParameter } from '../../protocol.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { annotationOf, literalOf } from './annotations.ts';
import { toPythonName } from './pythonNames.ts';
import type { Tool } from './tool.ts';

/** A parameter, with what is known of its values. */
interface Parameter extends ToolParameter {
  schema: Record<string, unknown>;
}

/** Describes a tool as a function of Python. */
export function describeTool({ description, parameters: schema, returns }: Tool): ToolDescription {
  const parameters = parametersOf(schema);
  // A schema without properties takes any arguments.
  const takesMore = 'additionalProperties' in schema ? schema.additionalProperties !== false : parameters.length === 0;
  const result = annotationOf(returns);
  return {
    documentation: [description, describeParameters(parameters), describeResult(returns)].filter(Boolean).join('\n\n'),
    signature: `(${listParameters(parameters, takesMore)})${result === undefined ? '' : ` -> ${result}`}`,
    parameters: parameters.map(({ name, pythonName, required }) => ({ name, pythonName, required })),
    takesMore,
  };
}

function parametersOf({ properties, required }: Record<string, unknown>): Parameter[] {
  const names = new Set<string>();
  const isRequired = new Set(Array.isArray(required) ? required : []);
  return Object.entries(isJsonObject(properties) ? properties : {}).map(([name, about]) => {
    const pythonName = toPythonName(name, names);
    names.add(pythonName);
    return { name, pythonName, required: isRequired.has(name), schema: isJsonObject(about) ? about : {} };
  });
}

function listParameters(parameters: Parameter[], takesMore: boolean): string {
  const listed: string[] = [];
  let hasOptional = false;
  let isByName = false;
  for (const parameter of parameters) {
    // Python has no required parameter after an optional one, except by name.
    if (parameter.required && hasOptional && !isByName) {
      listed.push('*');
      isByName = true;
    }
    hasOptional ||= !parameter.required;
    listed.push(showParameter(parameter));
  }
  const names = new Set(parameters.map(({ pythonName }) => pythonName));
  if (takesMore) listed.push(`**${toPythonName('more', names)}`);
  return listed.join(', ');
}

function showParameter({ pythonName, required, schema }: Parameter): string {
  const type = annotationOf(schema);
  const value = required ? undefined : (literalOf(schema.default) ?? '...');
  const typed = type === undefined ? pythonName : `${pythonName}: ${type}`;
  if (value === undefined) return typed;
  return type === undefined ? `${typed}=${value}` : `${typed} = ${value}`;
}

function describeParameters(parameters: Parameter[]): string {
  const described = parameters.flatMap(({ name, pythonName, schema: { description } }) => {
    const sent = name === pythonName ? '' : ` (sent as ${JSON.stringify(name)})`;
    const text = typeof description === 'string' ? description : '';
    return sent === '' && text === '' ? [] : `    ${pythonName}${sent}: ${text}`;
  });
  return described.length > 0 ? ['Parameters:', ...described].join('\n') : '';
}

function describeResult(returns: unknown): string {
  const { properties } = isJsonObject(returns) ? returns : {};
  const names = Object.entries(isJsonObject(properties) ? properties : {}).map(([name, about]) => {
    const type = annotationOf(about);
    return `    ${JSON.stringify(name)}${type === undefined ? '' : `: ${type}`}`;
  });
  return names.length > 0 ? ['Returns a dict with:', ...names].join('\n') : '';
}
