/** The beginning of a fragment that has code in it, before its version. */
export const SHARE_FRAGMENT = '#code=';

/** Whether the fragment of an address is that of a shared link, of any version. */
export function isShareFragment(fragment: string): boolean {
  return fragment.startsWith(SHARE_FRAGMENT);
}
