/** What code in the sandbox must never touch: things of the page, put there to be found, and a look at whether they are as they were. */

export const CANARY = 'canary-of-the-page';

const PROTOTYPES: Record<string, object> = {
  Object: Object.prototype,
  Array: Array.prototype,
  Function: Function.prototype,
  Promise: Promise.prototype,
  Error: Error.prototype,
  MessagePort: MessagePort.prototype,
};

/** Looks for the canaries, and listens where the page could be spoken to. */
export class PageWatch {
  readonly #before: Record<string, unknown>;
  readonly #heard: string[] = [];

  static async begin(): Promise<PageWatch> {
    localStorage.setItem(CANARY, 'local');
    sessionStorage.setItem(CANARY, 'session');
    // biome-ignore lint/suspicious/noDocumentCookie: the sandbox must not find it, whatever sets it
    document.cookie = `${CANARY}=cookie; SameSite=Lax`;
    await openDatabase();
    await (await caches.open(CANARY)).put('/canary', new Response('cached'));
    await (await ownFiles())?.getFileHandle(CANARY, { create: true });
    // Held as long as the page is there.
    await new Promise<void>((resolve) => {
      navigator.locks.request(CANARY, () => {
        resolve();
        return new Promise(() => {});
      });
    });
    return new PageWatch(await look());
  }

  private constructor(before: Record<string, unknown>) {
    this.#before = before;
    new BroadcastChannel(CANARY).onmessage = ({ data }) => this.#heard.push(`broadcast: ${data}`);
    addEventListener('message', ({ origin, data }) => {
      // The test runner speaks to this page as well.
      if (origin === 'null') this.#heard.push(`message: ${JSON.stringify(data)}`);
    });
  }

  /** What is not as it was, each as a sentence. */
  async changes(): Promise<string[]> {
    const after = await look();
    const changed = Object.keys(after).filter(
      (key) => JSON.stringify(after[key]) !== JSON.stringify(this.#before[key]),
    );
    const said = changed.map(
      (key) => `${key} was ${JSON.stringify(this.#before[key])} and is ${JSON.stringify(after[key])}`,
    );
    return [...said, ...this.#heard.splice(0)];
  }
}

function openDatabase(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(CANARY);
    opening.onsuccess = () => resolve(opening.result.close());
    opening.onerror = () => reject(opening.error);
  });
}

async function look(): Promise<Record<string, unknown>> {
  const prototypes = Object.entries(PROTOTYPES).map(([name, prototype]) => [
    `${name}.prototype`,
    Reflect.ownKeys(prototype).map(String),
  ]);
  const locks = await navigator.locks.query();
  return {
    ...Object.fromEntries(prototypes),
    address: location.href,
    title: document.title,
    elements: [...document.body.children].map(({ localName }) => localName).filter((name) => name !== 'iframe'),
    cookie: document.cookie.split('; ').filter((each) => each.startsWith(CANARY)),
    localStorage: { ...localStorage },
    session: sessionStorage.getItem(CANARY),
    databases: (await indexedDB.databases())
      .map(({ name = '' }) => name)
      .filter((name) => !name.startsWith('glovebox')),
    caches: await caches.keys(),
    cached: await (await caches.match('/canary'))?.text(),
    files: await namesIn(await ownFiles()),
    locks: locks.held?.map(({ name }) => name).filter((name) => name === CANARY),
    pwned: Object.keys(globalThis).filter((name) => /pwned/i.test(name)),
  };
}

/** Not every browser has such files for a page: WebKitGTK has none. */
async function ownFiles(): Promise<FileSystemDirectoryHandle | undefined> {
  const storage: StorageManager | undefined = navigator.storage;
  return storage?.getDirectory();
}

async function namesIn(folder: FileSystemDirectoryHandle | undefined): Promise<string[]> {
  const names: string[] = [];
  if (folder) for await (const name of folder.keys()) names.push(name);
  return names;
}
