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
      capabilities: { alwaysMatch: capabilities },
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

  async close(): Promise<void> {
    await command('DELETE', this.#address);
  }
}

async function command<Value>(method: string, address: string, body?: unknown): Promise<Value> {
  const response = await fetch(address, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const { value } = (await response.json()) as { value: Value & { message?: string } };
  if (!response.ok) throw new Error(`WebDriver answered ${response.status}: ${value?.message}`);
  return value;
}
