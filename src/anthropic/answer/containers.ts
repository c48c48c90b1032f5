import { InvalidOptionError } from '../../errors.ts';
import { isJsonObject } from '../../text/parseJson.ts';

const PREFIX = 'container_local_';
/** As long as Anthropic keeps a container at most. @see https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/code-execution-tool */
const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
/** Conversations are followed by their containers for as long as they are likely to go on. */
const MAX_REMEMBERED = 256;

/** The place where the code of a conversation runs, as `message.container` names it. */
export interface LocalContainer {
  id: string;
  /** The object that the sandbox of the conversation belongs to. */
  chat: object;
}

/** The containers of one client. */
export class Containers {
  readonly #byId = new Map<string, LocalContainer>();

  /**
   * Gives the container that a request goes on with, or a new one.
   *
   * @throws InvalidOptionError for a container, or for skills, on Anthropic's servers
   */
  of(asked: unknown): LocalContainer {
    const { id = asked, skills } = isJsonObject(asked) ? asked : {};
    if (Array.isArray(skills) && skills.length > 0)
      throw new InvalidOptionError(
        "Skills run in containers on Anthropic's servers, but this client runs code in the sandbox. Leave `container.skills` out, or use the mode `server`.",
      );
    const given = typeof id === 'string' ? id : undefined;
    if (given !== undefined && !given.startsWith(PREFIX))
      throw new InvalidOptionError(
        `The container ${given} is on Anthropic's servers, but this client runs code in the sandbox. Leave \`container\` out, or use the mode \`server\`.`,
      );
    return this.#find(given ?? `${PREFIX}${crypto.randomUUID().replaceAll('-', '')}`);
  }

  /** A container that was forgotten, or is of an earlier visit of the page, begins afresh. */
  #find(id: string): LocalContainer {
    const found = this.#byId.get(id) ?? { id, chat: {} };
    this.#byId.delete(id);
    this.#byId.set(id, found);
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > MAX_REMEMBERED && oldest !== undefined) this.#byId.delete(oldest);
    return found;
  }
}

/** The container in the form of a message. */
export function describeContainer({ id }: LocalContainer): object {
  return { id, expires_at: new Date(Date.now() + LIFETIME_MS).toISOString(), skills: null };
}
