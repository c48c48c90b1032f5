import { randomInt, randomUUID } from 'node:crypto';
import type { RpcStatus } from '../errors.ts';
import type { ScriptPlayer } from '../script/player.ts';
import type { Setup } from './messages.ts';
import type { LiveTarget } from './route.ts';
import { Handles, LiveSession } from './session.ts';
import { Tokens } from './tokens.ts';

/** Plays one script through the Live API. */
export class LiveApi {
  readonly #player: ScriptPlayer;
  readonly #handles = new Handles();
  readonly #tokens = new Tokens();

  constructor(player: ScriptPlayer) {
    this.#player = player;
  }

  mint(body: unknown): { name: string } | RpcStatus {
    return this.#tokens.mint(body);
  }

  open(target: LiveTarget): LiveSession {
    return new LiveSession({
      player: this.#player,
      handles: this.#handles,
      admit: (setup) => this.#admit(target, setup),
      apiVersion: target.apiVersion,
      // As recorded by js-genai.
      callId: () => `function-call-${randomInt(1e12, 1e13)}`,
      handle: () => randomUUID(),
    });
  }

  #admit({ token, apiKey }: LiveTarget, setup: Setup): Setup | undefined {
    if (token !== undefined) return this.#tokens.use(token, setup);
    return apiKey && apiKey !== 'invalid' ? setup : undefined;
  }
}
