import type { PageSession } from '../../chat/pageSession.ts';
import { sharedNotebook } from '../../chat/share/sharedCode.ts';
import { readShareLink } from '../../chat/share/shareLink.ts';
import { searchableText } from '../../chat/storage/search.ts';
import type { Turn } from '../../chat/transcript.ts';

/**
 * Opens the code in the page's address as a notebook. Nothing of it runs. A reload shows what the user has made of it. The same link opened again
 * shows the same notebook, unless the user has changed it.
 *
 * @throws ShareLinkError if it is damaged, too long, or of an unknown version
 */
export async function openShared(session: PageSession): Promise<void> {
  const { hash, pathname, search } = location;
  history.replaceState(history.state, '', pathname + search);
  const notebook = sharedNotebook(await readShareLink(hash), referringHost());
  const opened = await findUnchanged(notebook, session);
  if (opened === undefined) session.notebook.open(notebook);
  else await session.saved.show(opened);
}

/** Returns the id of the saved notebook with the same title, code and text. Runs change none of them. */
async function findUnchanged(notebook: Turn, { autosave }: PageSession): Promise<string | undefined> {
  await autosave?.done;
  // A browser that stores nothing has none.
  const saved = (await autosave?.store.list().catch(() => [])) ?? [];
  const text = searchableText([notebook]);
  return saved.find((each) => each.questions === 0 && each.text === text)?.id;
}

/** The host of the page that has led here, if it tells. */
function referringHost(): string | undefined {
  const { referrer } = document;
  if (!URL.canParse(referrer)) return undefined;
  const { host } = new URL(referrer);
  return host === location.host ? undefined : host;
}
