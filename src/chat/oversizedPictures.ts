import { dropOversizedPictures } from '../pictures/oversizedPictures.ts';
import type { Entry } from './transcript.ts';

/** Replaces pictures in a file's entry that the sandbox would not have passed on by a message that says so. */
export function dropOversizedPicturesIn(entry: Entry): Entry {
  if (entry.type === 'image') {
    const { note } = dropOversizedPictures({ source: 'display', data: { [entry.mimeType]: entry.data } });
    return note === undefined ? entry : { type: 'status', text: note };
  }
  if (entry.type !== 'code' || !entry.displays) return entry;
  const displays = entry.displays.map((display) => ({ ...display, ...dropOversizedPictures(display).display }));
  return { ...entry, displays };
}
