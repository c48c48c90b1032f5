import type { Texts } from '../texts.ts';
import { approval } from './approval.ts';
import { cell } from './cell.ts';
import { chat } from './chat.ts';
import { composer } from './composer.ts';
import { charts } from './content/charts.ts';
import { files } from './content/files.ts';
import { media } from './content/media.ts';
import { tables } from './content/tables.ts';
import { conversation } from './conversation.ts';
import { box } from './embedded/box.ts';
import { exercise } from './embedded/exercise.ts';
import { widgetCell } from './embedded/widgetCell.ts';
import { errors } from './errors.ts';
import { find } from './find.ts';
import { notebook } from './notebook.ts';
import { server } from './server.ts';
import { status } from './status.ts';

export default {
  approval,
  box,
  cell,
  charts,
  chat,
  composer,
  conversation,
  errors,
  exercise,
  files,
  find,
  media,
  notebook,
  server,
  status,
  tables,
  widgetCell,
} satisfies Texts;
