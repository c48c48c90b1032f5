import type { Session } from '../../chat/session.ts';
import { sharedNotebook } from '../../chat/share/sharedCode.ts';
import { readShareLink } from '../../chat/share/shareLink.ts';

/**
 * Opens the code in the page's address as a notebook. Nothing of it runs. A reload shows what the user has made of it.
 *
 * @throws ShareLinkError if it is damaged, too long, or of an unknown version
 */
export async function openShared(session: Session): Promise<void> {
  const { hash, pathname, search } = location;
  history.replaceState(history.state, '', pathname + search);
  session.notebook.open(sharedNotebook(await readShareLink(hash), referringHost()));
}

/** The host of the page that has led here, if it tells. */
function referringHost(): string | undefined {
  const { referrer } = document;
  if (!URL.canParse(referrer)) return undefined;
  const { host } = new URL(referrer);
  return host === location.host ? undefined : host;
}
