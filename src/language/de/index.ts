import type { Texts } from '../texts.ts';
import { app } from './app.ts';
import { approval } from './approval.ts';
import { cell } from './cell.ts';
import { chat } from './chat.ts';
import { composer } from './composer.ts';
import { charts } from './content/charts.ts';
import { files } from './content/files.ts';
import { media } from './content/media.ts';
import { tables } from './content/tables.ts';
import { conversation } from './conversation.ts';
import { dialogs } from './dialogs.ts';
import { box } from './embedded/box.ts';
import { exercise } from './embedded/exercise.ts';
import { widgetCell } from './embedded/widgetCell.ts';
import { errors } from './errors.ts';
import { find } from './find.ts';
import { notebook } from './notebook.ts';
import { pageFiles } from './pageFiles.ts';
import { report } from './report.ts';
import { server } from './server.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';
import { status } from './status.ts';
import { demos, welcome } from './welcome.ts';

export default {
  app,
  approval,
  box,
  cell,
  charts,
  chat,
  composer,
  conversation,
  demos,
  dialogs,
  errors,
  exercise,
  files,
  find,
  media,
  notebook,
  pageFiles,
  report,
  server,
  session,
  settings,
  status,
  tables,
  welcome,
  widgetCell,
} satisfies Texts;
