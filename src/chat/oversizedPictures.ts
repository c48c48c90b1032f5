import { dropOversizedPictures } from '../pictures/oversizedPictures.ts';
import type { Entry } from './transcript.ts';

/** Leaves out of a file's entry the pictures that the sandbox would not have let through either, and says so in their place. */
export function dropOversizedPicturesIn(entry: Entry): Entry {
  if (entry.type === 'image') {
    const { note } = dropOversizedPictures({ source: 'display', data: { [entry.mimeType]: entry.data } });
    return note === undefined ? entry : { type: 'note', text: note };
  }
  if (entry.type !== 'code' || !entry.displays) return entry;
  const displays = entry.displays.map((display) => ({ ...display, ...dropOversizedPictures(display).display }));
  return { ...entry, displays };
}
