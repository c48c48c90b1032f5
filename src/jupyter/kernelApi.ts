import * as v from 'valibot';
import { errorMessage } from '../errors.ts';
import { parseJson } from '../text/parseJson.ts';
import { JupyterServerError } from './errors.ts';

/** Characters of an answer that are read, and of the server's words that a message quotes. */
const MAX_ANSWER = 1024 ** 2;
const MAX_QUOTE = 300;

const kernelModel = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,200}$/)),
  name: v.pipe(v.string(), v.maxLength(1000)),
});
const refusal = v.object({ message: v.string() });

/** A kernel, as the server describes it. */
export type KernelModel = v.InferOutput<typeof kernelModel>;

interface Access {
  url: URL;
  token: string | undefined;
  fetch: typeof fetch;
}

/**
 * The requests for kernels that Jupyter's servers and gateways take.
 *
 * @see https://petstore.swagger.io/?url=https://raw.githubusercontent.com/jupyter-server/jupyter_server/main/jupyter_server/services/api/api.yaml
 */
export class KernelApi {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  async start(name: string | undefined, folder: string): Promise<KernelModel> {
    const body = { ...(name !== undefined && { name }), path: folder };
    return this.#readKernel(await this.#request('POST', 'api/kernels', body));
  }

  /** @returns `undefined` if there is none */
  async find(id: string): Promise<KernelModel | undefined> {
    const found = await this.#request('GET', addressOf(id)).catch(throwUnlessGone);
    return found === undefined ? undefined : this.#readKernel(found);
  }

  async interrupt(id: string): Promise<void> {
    await this.#request('POST', `${addressOf(id)}/interrupt`);
  }

  async restart(id: string): Promise<void> {
    await this.#request('POST', `${addressOf(id)}/restart`);
  }

  /** Shuts a kernel down, unless that is done. */
  async shutDown(id: string): Promise<void> {
    await this.#request('DELETE', addressOf(id)).catch(throwUnlessGone);
  }

  /** The address of the kernel's channels. The token is in it, since browsers send no headers with a WebSocket. */
  channelsAddress(id: string, session: string): URL {
    const { url, token } = this.#access;
    const address = new URL(`${addressOf(id)}/channels`, url);
    address.protocol = address.protocol.replace('http', 'ws');
    address.searchParams.set('session_id', session);
    if (token !== undefined) address.searchParams.set('token', token);
    return address;
  }

  /** @throws JupyterServerError */
  async #request(method: string, path: string, body?: object): Promise<string> {
    const { url, token, fetch } = this.#access;
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(token !== undefined ? { Authorization: `token ${token}` } : xsrfHeader()),
      },
      ...(body && { body: JSON.stringify(body) }),
      cache: 'no-store',
    }).catch((error: unknown) => {
      throw new JupyterServerError(unreachable(url, error), { cause: error });
    });
    const text = (await response.text()).slice(0, MAX_ANSWER);
    if (!response.ok) throw this.#refusal(response.status, text);
    return text;
  }

  #readKernel(text: string): KernelModel {
    const { success, output } = v.safeParse(kernelModel, parseJson(text));
    if (success) return output;
    throw new JupyterServerError(
      `${this.#access.url} did not answer as a Jupyter server does. Check the option \`url\`: for JupyterHub it ends in /user/NAME/, ` +
        'and the token is one of that user.',
    );
  }

  #refusal(status: number, text: string): JupyterServerError {
    const { success, output } = v.safeParse(refusal, parseJson(text));
    const words = success ? output.message.slice(0, MAX_QUOTE) : '';
    const refused = `${this.#access.url} refused a request (${status}${words && `: ${words}`}).`;
    return new JupyterServerError(`${refused} ${this.#advice(status)}`, { status });
  }

  #advice(status: number): string {
    if (status === 401 || status === 403) {
      return this.#access.token === undefined
        ? 'Give its token as the option `token`: `jupyter server list` shows it.'
        : 'Check the option `token`: `jupyter server list` shows the one that it takes.';
    }
    if (status === 404) return 'Check the options `url` and `kernelId`: the kernel may have been shut down.';
    return 'Its log says more; `jupyter kernelspec list` shows the kernels that it can start.';
  }
}

function throwUnlessGone(error: unknown): undefined {
  if (!(error instanceof JupyterServerError) || error.status !== 404) throw error;
}

function addressOf(id: string): string {
  return `api/kernels/${encodeURIComponent(id)}`;
}

/** The header that the server wants from pages of its own origin, which its cookie logs in. */
function xsrfHeader(): Record<string, string> {
  const cookie = /(?:^|; )_xsrf=([^;]+)/.exec(globalThis.document?.cookie ?? '')?.[1];
  return cookie === undefined ? {} : { 'X-XSRFToken': cookie };
}

function unreachable(url: URL, error: unknown): string {
  const origin = globalThis.location?.origin;
  const isBlocked = globalThis.location?.protocol === 'https:' && url.protocol === 'http:';
  const allow = origin === undefined ? '' : `, and that it allows this page: --ServerApp.allow_origin=${origin}`;
  const mixed = isBlocked ? ' A page at https: can only reach a server at https:, or at localhost.' : '';
  return `${url} can't be reached (${errorMessage(error)}). Check that the server runs there${allow}.${mixed}`;
}
