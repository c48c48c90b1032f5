import { registerLater } from '../elements/register.ts';

/** Loads the elements of conversations and files, which the first view of the page does not need. */
export const loadConversation = registerLater(async () => (await import('./laterElements.ts')).LATER_ELEMENTS);
