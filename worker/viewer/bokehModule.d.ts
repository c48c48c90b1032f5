/** What is used of BokehJS, in the form that has all of it in one file. */
declare module '@bokeh/bokehjs/build/js/bokeh.esm.min.js' {
  export interface BokehRange {
    readonly type: string;
    start: unknown;
    end: unknown;
    setv(ends: { start: number; end: number }): void;
  }
  export interface BokehModel {
    readonly type: string;
    readonly document: BokehDocument | null;
  }
  export interface BokehDocument {
    readonly is_idle: boolean;
    readonly idle: { connect(listener: () => void): void };
  }
  /** What a model looks like on the page. Those of figures and of the glyphs in them have more members than others. */
  export interface BokehView {
    readonly model: BokehModel;
    readonly el: HTMLElement;
    /** @returns a canvas in `canvas` */
    export(type: 'png', hidpi: boolean): { canvas: HTMLCanvasElement };
    remove(): void;
  }
  export interface PlotView extends BokehView {
    readonly model: BokehModel & {
      below: BokehModel[];
      left: BokehModel[];
      x_range: BokehRange;
      y_range: BokehRange;
      x_scale: BokehModel;
      y_scale: BokehModel;
    };
    readonly canvas_view: { readonly events_el: HTMLElement };
    reset(): void;
  }
  export interface GlyphRendererView extends BokehView {
    readonly model: BokehModel & {
      data_source: { data: Map<string, unknown> | Record<string, unknown> };
    };
    readonly plot_view: PlotView;
    readonly glyph: {
      readonly model: GlyphModel;
      readonly data_size: number;
      /** @returns pixels in the canvas; throws if the kind of glyph has no centres */
      scenterxy(index: number, x: number, y: number): [x: number, y: number];
    };
  }
  export interface GlyphModel extends BokehModel {
    readonly x?: { field?: string };
    readonly y?: { field?: string };
  }
  export interface ViewManager {
    readonly roots: BokehView[];
    query(isWanted: (view: BokehView) => boolean): Iterable<BokehView>;
    clear(): void;
  }
  const Bokeh: {
    version: string;
    Models: { get(name: string): { prototype: object } | null };
    embed: { embed_item(item: object, target: HTMLElement): Promise<ViewManager> };
    logger: { set_level(level: 'off'): void };
  };
  export default Bokeh;
}
declare module '@bokeh/bokehjs/build/js/bokeh-widgets.esm.min.js';
declare module '@bokeh/bokehjs/build/js/bokeh-tables.esm.min.js';
