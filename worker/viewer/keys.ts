/** Lets the keyboard do what a pointer does: show the values of one point after the other, and zoom. */

/** What keys do with a chart. */
export interface Controls {
  /** Shows the values of a point, and gives them in words; `undefined` if there is no such point. Points count from 0. */
  show(point: number): string | undefined;
  /** Hides them. */
  hide(): void;
  canZoom: boolean;
  zoom(direction: 'in' | 'out'): void;
  /** Shows all again. */
  reset(): void;
}

/** Shown in the corner of the chart while the keyboard is in use, and read out. */
const HELP = '← → values';
const HELP_WITH_ZOOM = `${HELP} · + − zoom · 0 all`;

/** @param controls of the chart as it is drawn now, if it is */
export function useKeys(controls: () => Controls | undefined): void {
  const figure = document.querySelector<HTMLElement>('#figure') ?? document.body;
  const spoken = addText('output', 'spoken', '');
  const help = addText('p', 'help', '');
  help.id = 'help';
  figure.setAttribute('aria-describedby', help.id);
  let point = -1;
  const show = (next: number) => {
    const words = next < 0 ? undefined : controls()?.show(next);
    if (words === undefined) return;
    point = next;
    spoken.textContent = words;
  };
  const hide = () => {
    point = -1;
    controls()?.hide();
  };
  const actions: Record<string, () => void> = {
    ArrowRight: () => show(point + 1),
    ArrowLeft: () => show(point - 1),
    Home: () => show(0),
    Escape: hide,
    '+': () => controls()?.zoom('in'),
    '=': () => controls()?.zoom('in'),
    '-': () => controls()?.zoom('out'),
    '0': () => controls()?.reset(),
  };
  figure.addEventListener('keydown', (event) => {
    const action = actions[event.key];
    // Buttons and fields inside, and what the browser does with these keys.
    if (!action || event.target !== figure || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
  figure.addEventListener('focus', () => {
    help.textContent = controls()?.canZoom ? HELP_WITH_ZOOM : HELP;
  });
  figure.addEventListener('blur', hide);
}

function addText(tag: 'output' | 'p', className: string, text: string): HTMLElement {
  const element = document.body.appendChild(document.createElement(tag));
  element.className = className;
  element.textContent = text;
  return element;
}
