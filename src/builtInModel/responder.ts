import { Responder } from '../answer/loop/responder.ts';
import type { LocalPythonOptions } from '../answer/options.ts';
import { ModelAbilities } from '../answer/request/modelAbilities.ts';

/** The name of the model in requests and events. */
export const MODEL = 'built-in';

/** Bytes of a text file that the model gets in full: its context window has a few pages. */
const TEXT_LIMIT = 4096;
/** A picture costs some hundred tokens. */
const PICTURES = { count: 2, side: 768 };

/** Makes what answers requests with the built-in model. @param seesPictures whether its sessions take pictures */
export function createResponder(options: LocalPythonOptions, seesPictures: boolean): Responder {
  const abilities = new ModelAbilities();
  abilities.learn(MODEL, {
    callsFunctions: false,
    combinesTools: false,
    pictures: seesPictures ? 'beside' : 'nowhere',
  });
  const { textLimit = TEXT_LIMIT, pictures } = options;
  return new Responder({
    options: { ...options, textLimit, pictures: { ...PICTURES, ...pictures }, mode: 'local', protocol: 'fences' },
    traits: { abilities, signsCalls: false },
  });
}
