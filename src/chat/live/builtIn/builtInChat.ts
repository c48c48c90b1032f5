import type { AskModel } from '../../../answer/loop/answerLoop.ts';
import type { Responder } from '../../../answer/loop/responder.ts';
import { BuiltInModel } from '../../../builtInModel/builtInModel.ts';
import { takesPictures } from '../../../builtInModel/languageModel.ts';
import { languageModel, openSession } from '../../../builtInModel/openSession.ts';
import { createResponder } from '../../../builtInModel/responder.ts';
import { errors } from '../../../language/en/errors.ts';
import { fill } from '../../../language/fill.ts';
import type { Access, OpenSandbox } from '../access.ts';
import type { ModelChat, Question } from '../modelChat.ts';
import { openResponderChat } from '../responderChat.ts';
import { findBuiltInModel, onDownload } from './findBuiltInModel.ts';

/** Opens a chat with the built-in model of the browser. The first question downloads it, if that is needed. */
export function openBuiltInChat(access: Access, sandbox: OpenSandbox): ModelChat {
  const { timeout } = access;
  const options = { sandbox, ...(timeout !== undefined && { timeout }) };
  let opened: Promise<{ responder: Responder; model: BuiltInModel }> | undefined;

  async function openModel({ signal, onNote }: Question) {
    const api = languageModel();
    const { options: wanted, availability } = await findBuiltInModel(api);
    const monitor = onDownload(noteProgress(onNote));
    const session = await openSession(api, { ...wanted, signal, ...(availability !== 'available' && { monitor }) });
    const known = { session, instruction: '', turns: [] };
    return {
      responder: createResponder(options, takesPictures(wanted)),
      model: new BuiltInModel({ api, session: wanted, languages: ['PYTHON'] }, known),
    };
  }

  return openResponderChat({
    ...access,
    async open(question) {
      opened ??= openModel(question).catch((error) => {
        opened = undefined;
        throw error;
      });
      const { responder, model } = await opened;
      const onLeftOut = () => question.onNote?.(errors.leftOut, errors.leftOut);
      const askModel: AskModel = (params) => model.ask(params, onLeftOut);
      return { responder, askModel };
    },
  });
}

/** Shows how much of the model has been downloaded, in one note. */
function noteProgress(onNote: Question['onNote']): (loaded: number) => void {
  let before: string | undefined;
  return (loaded) => {
    const text = fill(errors.downloadingModel, { percent: Math.floor(loaded * 100) });
    onNote?.(text, before);
    before = text;
  };
}
