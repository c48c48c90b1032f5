import type { GoogleGenAI } from '@google/genai';
import { InvalidOptionError } from '../errors.ts';

/**
 * Gives the properties of a client that can have code run on Google's servers alone, so that each refuses to be asked for it: who has
 * chosen the sandbox is not to find out later.
 */
export function refuseServerOnly(ai: GoogleGenAI): PropertyDescriptorMap {
  return {
    interactions: once(() => refusingCode(ai.interactions, 'create', 'ai.interactions.create()')),
    live: once(() => refusingCode(ai.live, 'connect', 'ai.live.connect()')),
    batches: once(() => refusingCode(ai.batches, 'create', 'ai.batches.create()')),
    caches: once(() => refusingCode(ai.caches, 'create', 'ai.caches.create()')),
  };
}

/** The SDK makes some of these when they are first asked for. */
function once(make: () => object): PropertyDescriptor {
  let made: object | undefined;
  const get = () => {
    made ??= make();
    return made;
  };
  return { get, enumerable: true };
}

function refusingCode<Name extends string>(
  original: Record<Name, (...args: never[]) => unknown>,
  method: Name,
  name: string,
): object {
  const call = new Proxy(original[method], {
    apply: async (target, _, [params, ...rest]: unknown[]) => {
      if (!asksForCode(params)) return Reflect.apply(target, original, [params, ...rest]);
      throw new InvalidOptionError(
        `${name} has code run on Google's servers, and this client is to run it in the sandbox. Use ai.models.generateContent() or a chat ` +
          'of this client. To let Google run it, call the client that was given to withLocalPython(), or choose the mode `server`.',
      );
    },
  });
  return Object.assign(Object.create(original), { [method]: call });
}

/** Whether there is the tool in a request, in whatever form it has there: of the Interactions API, or of the others. */
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
