import type { GoogleGenAI } from '@google/genai';
import { InvalidOptionError } from '../errors.ts';

/**
 * Overrides the APIs of a client that run code only on Google's servers, so that they refuse to: otherwise an app would believe that its
 * code runs in the sandbox.
 */
export function refuseServerOnly(ai: GoogleGenAI): PropertyDescriptorMap {
  return {
    batches: once(() => refusingCode(ai.batches)),
  };
}

/** Defers access: the SDK creates some of these APIs when they are first used. */
export function once(make: () => object): PropertyDescriptor {
  let made: object | undefined;
  const get = () => {
    made ??= make();
    return made;
  };
  return { get, enumerable: true };
}

function refusingCode(original: GoogleGenAI['batches']): object {
  const create = new Proxy(original.create, {
    apply: async (target, _, [params, ...rest]: unknown[]) => {
      if (!asksForCode(params)) return Reflect.apply(target, original, [params, ...rest]);
      throw new InvalidOptionError(
        "ai.batches.create() runs code on Google's servers, but this client runs it in the sandbox. Use ai.interactions.create(), " +
          'ai.models.generateContent() or a chat of this client. To let Google run the code, use the client that you gave to withLocalPython(), or the mode `server`.',
      );
    },
  });
  return Object.assign(Object.create(original), { create });
}

/** Whether a request has the tool, in the form of the Interactions API or of the others. */
function asksForCode(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, item]) =>
    key === 'tools' && Array.isArray(item) ? item.some(isCodeExecution) : asksForCode(item),
  );
}

function isCodeExecution(tool: unknown): boolean {
  if (typeof tool !== 'object' || tool === null) return false;
  return (
    ('type' in tool && tool.type === 'code_execution') || ('codeExecution' in tool && tool.codeExecution !== undefined)
  );
}
