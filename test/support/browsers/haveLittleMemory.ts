/**
 * Lets a page believe that its device has little memory, so that it does no work ahead, which would take the processor from the tests beside.
 * Runs in the page, and uses nothing outside of itself.
 *
 * @see https://www.w3.org/TR/device-memory/
 */
export function haveLittleMemory(): void {
  Object.defineProperty(navigator, 'deviceMemory', { value: 2, configurable: true });
}
