import { TABLE_ELEMENTS } from '../tables/tableElements.ts';
import { FileView } from './fileView.ts';
import { JsonTree } from './jsonTree.ts';
import { MediaPlayer } from './mediaPlayer.ts';

/** The elements that show what is in a file, by tag. */
export const FILE_ELEMENTS = {
  ...TABLE_ELEMENTS,
  'glove-file-view': FileView,
  'glove-json-tree': JsonTree,
  'glove-media-player': MediaPlayer,
};
