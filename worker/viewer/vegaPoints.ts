/** The marks of a chart of Vega that have values to show. */
import type { Item as VegaItem, View } from 'vega';

/** A mark, or one point of a line. */
interface Item extends VegaItem {
  x?: number;
  y?: number;
  bounds?: { x1: number; y1: number; x2: number; y2: number };
  /** What is shown when a pointer is over it. */
  tooltip?: unknown;
  /** The marks in a group. */
  items?: Scene[];
}

interface Scene {
  marktype: string;
  role?: string;
  items: Item[];
}

export interface Point {
  item: Item;
  /** Pixels in the frame's window. */
  clientX: number;
  clientY: number;
}

/** A line is one mark, whose bounds are the whole. */
const LINES = ['line', 'area', 'trail'];

/** Finds them in the order in which they are drawn. */
export function pointsOf(view: View): Point[] {
  const canvas = view.container()?.querySelector('svg, canvas')?.getBoundingClientRect();
  const [x = 0, y = 0] = view.origin();
  const { root } = view.scenegraph() as unknown as { root: Scene };
  return pointsIn(root, (canvas?.x ?? 0) + x, (canvas?.y ?? 0) + y);
}

function pointsIn({ marktype, role, items }: Scene, left: number, top: number): Point[] {
  if (marktype === 'group')
    return items.flatMap(({ items: scenes = [], x = 0, y = 0 }) =>
      scenes.flatMap((scene) => pointsIn(scene, left + x, top + y)),
    );
  if (role !== 'mark') return [];
  return items
    .filter(({ tooltip }) => tooltip !== undefined && tooltip !== null && tooltip !== '')
    .map((item) => {
      const { x, y } = LINES.includes(marktype) ? item : centreOf(item);
      return { item, clientX: left + (x ?? 0), clientY: top + (y ?? 0) };
    });
}

function centreOf({ bounds, x, y }: Item): { x?: number | undefined; y?: number | undefined } {
  return bounds ? { x: (bounds.x1 + bounds.x2) / 2, y: (bounds.y1 + bounds.y2) / 2 } : { x, y };
}

/** What is shown of a mark, in words, such as `month: Jan, sales: 28`. */
export function wordsOf({ item: { tooltip } }: Point): string {
  if (typeof tooltip !== 'object' || tooltip === null) return String(tooltip);
  return Object.entries(tooltip)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}
