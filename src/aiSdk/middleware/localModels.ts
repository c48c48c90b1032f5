import { Responder } from '../../answer/loop/responder.ts';
import type { LocalPythonOptions } from '../../answer/options.ts';
import { KnownFiles } from '../../answer/request/knownFiles.ts';
import { ModelAbilities } from '../../answer/request/modelAbilities.ts';
import { hasLocalCode, LocalAnswer, usableCodeTool, withCodeAsText } from './localAnswer.ts';
import type { CallOptions, GenerateResult, Model, StreamResult } from './spec.ts';

/** Answers the requests to the models that one middleware wraps. */
export class LocalModels {
  readonly #responder: Responder;

  constructor(options: LocalPythonOptions) {
    const traits = { abilities: new ModelAbilities(), files: new KnownFiles(options.readFile) };
    this.#responder = new Responder({ options, traits });
  }

  async generate(
    asked: CallOptions,
    model: Model,
    plainly: () => PromiseLike<GenerateResult>,
  ): Promise<GenerateResult> {
    const tool = usableCodeTool(asked);
    if (tool) return new LocalAnswer(this.#responder, { model, asked, tool, type: 'generate' }).whole();
    return hasLocalCode(asked) ? model.doGenerate(await withCodeAsText(asked, model)) : plainly();
  }

  async stream(asked: CallOptions, model: Model, plainly: () => PromiseLike<StreamResult>): Promise<StreamResult> {
    const tool = usableCodeTool(asked);
    if (tool) return new LocalAnswer(this.#responder, { model, asked, tool, type: 'stream' }).stream();
    return hasLocalCode(asked) ? model.doStream(await withCodeAsText(asked, model)) : plainly();
  }
}
