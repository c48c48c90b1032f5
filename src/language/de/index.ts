import type { Texts } from '../texts.ts';
import { approval } from './approval.ts';
import { cell } from './cell.ts';
import { composer } from './composer.ts';
import { charts } from './content/charts.ts';
import { files } from './content/files.ts';
import { media } from './content/media.ts';
import { tables } from './content/tables.ts';
import { conversation } from './conversation.ts';
import { notebook } from './notebook.ts';
import { status } from './status.ts';

export default {
  approval,
  cell,
  charts,
  composer,
  conversation,
  files,
  media,
  notebook,
  status,
  tables,
} satisfies Texts;
