import { UserNotebook } from './notebook/userNotebook.ts';
import { Session, type SessionOptions } from './session.ts';

/** The state of the page, whose conversations may be notebooks. Those of the widget never are. */
export class PageSession extends Session {
  /** The cells of the notebook that the user's conversation begins with. */
  readonly notebook: UserNotebook;

  constructor(options: SessionOptions) {
    super(options);
    this.notebook = new UserNotebook(
      this,
      () => this.leaveLive(),
      () => this.changed(),
    );
  }
}
