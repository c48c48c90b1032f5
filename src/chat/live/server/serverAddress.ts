/** Whether an address is of this computer, which a page with HTTPS may reach without HTTPS. @see https://w3c.github.io/webappsec-secure-contexts/ */
export function isOnThisComputer(address: string): boolean {
  const host = hostOf(address);
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}

/** Whether a page with HTTPS may not reach an address, because it has no HTTPS. */
export function isMixedContent(address: string, page: string): boolean {
  return page.startsWith('https:') && address.startsWith('http:') && !isOnThisComputer(address);
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : '';
}
