import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

interface NewSession {
  sessionId: string;
  capabilities: { browserVersion: string };
}

/** As much of WebDriver as it takes to open a page. */
export class WebDriverSession {
  readonly browserVersion: string;
  readonly #address: string;

  /**
   * @param driver the address of a driver that listens
   * @param capabilities what the browser must be, and how it is started
   * @throws Error with the driver's words where no session begins
   * @see https://www.w3.org/TR/webdriver2/#new-session
   */
  static async begin(driver: string, capabilities: Record<string, unknown>): Promise<WebDriverSession> {
    const { sessionId, capabilities: got } = await command<NewSession>('POST', `${driver}/session`, {
      // What is evaluated may take minutes.
      capabilities: { alwaysMatch: { ...capabilities, timeouts: { script: null } } },
    });
    return new WebDriverSession(`${driver}/session/${sessionId}`, got.browserVersion);
  }

  private constructor(address: string, browserVersion: string) {
    this.#address = address;
    this.browserVersion = browserVersion;
  }

  async goTo(url: string): Promise<void> {
    await command('POST', `${this.#address}/url`, { url });
  }

  /**
   * Evaluates an expression, and waits for its value.
   *
   * @throws Error with the message of the page's error
   * @see https://www.w3.org/TR/webdriver2/#execute-async-script
   */
  async evaluate<Value>(expression: string): Promise<Value> {
    // As text: WebKitGTK has given arrays without their elements.
    const script = `const done = arguments[0];
      const tell = (value) => done({ json: JSON.stringify({ value }) });
      Promise.resolve(${expression}).then(tell).catch((error) => done({ error: String(error) }));`;
    const body = { script, args: [] };
    const { json = '{}', error } = await command<{ json?: string; error?: string }>(
      'POST',
      `${this.#address}/execute/async`,
      body,
    );
    if (error !== undefined) throw new Error(error);
    return (JSON.parse(json) as { value: Value }).value;
  }

  async close(): Promise<void> {
    await command('DELETE', this.#address);
  }
}

async function command<Value>(method: string, address: string, body?: unknown): Promise<Value> {
  const { status, text: answer } = await send(method, address, body === undefined ? '' : JSON.stringify(body));
  const { value } = JSON.parse(answer) as { value: Value & { message?: string } };
  if (status !== 200) throw new Error(`WebDriver answered ${status}: ${value?.message}`);
  return value;
}

/** Not by `fetch`: that of Node gives up if an answer takes more than five minutes. */
async function send(
  method: string,
  address: string,
  body: string,
): Promise<{ status: number | undefined; text: string }> {
  const sent = request(address, { method, headers: { 'Content-Type': 'application/json' } }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, text: await text(response) };
}
