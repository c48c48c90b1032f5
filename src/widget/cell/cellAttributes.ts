import { property } from 'lit/decorators.js';
import { WidgetElement } from '../widgetElement.ts';
import type { CellSession } from './cellSession.ts';

/** What a page says of a cell, beside its code. */
export abstract class CellAttributes extends WidgetElement<CellSession> {
  /** The language of the code. */
  @property() language: 'python' | 'javascript' = 'python';
  /** The address of a file with the code, relative to the page. The element's content is shown until it is loaded. */
  @property() src: string | undefined;
  /** Addresses of files that the code reads, separated by spaces. Each is a file in the working directory, named like the end of its address. */
  @property() files: string | undefined;
  /** Cells with the same name share variables and files. Without a name, a cell shares them with those that `depends-on` links with it. */
  @property() session: string | undefined;
  /** Ids of cells whose code runs before that of this one, unless it has run already. */
  @property({ attribute: 'depends-on' }) dependsOn: string | undefined;
  /** Whether the code runs as soon as the cell is visible. */
  @property({ type: Boolean }) autorun = false;
  /** Whether the user can only run the code. */
  @property({ type: Boolean }) readonly = false;
  /**
   * The address of a page of Glovebox, relative to this one: a button opens a copy of the code there, with the code that it depends on. The code is
   * in the fragment of the address, which is sent to no server.
   */
  @property({ attribute: 'open-in' }) openIn: string | undefined;
  /** Whether there is a button that runs all cells of the session. */
  @property({ type: Boolean, attribute: 'run-all' }) offersRunAll = false;

  /** Whether the browser stores what the user types, and how far an exercise is, for this page and the cell's `id`. */
  @property({ type: Boolean }) persist = false;
  /** After how many checks that don't pass the solution can be seen. */
  @property({ type: Number, attribute: 'solution-after' }) solutionAfter = 0;
}
