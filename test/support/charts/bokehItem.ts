/** What `bokeh.embed.json_item` of Bokeh 3.9 gives for a figure with bars and a line, without what is as by default. */

type Json = unknown;

let count = 0;

/** A model of Bokeh. */
export function model(name: string, attributes: Record<string, Json> = {}, id = `p${++count}`): Record<string, Json> {
  return { type: 'object', name, id, attributes };
}

/** A document with one root. */
export function itemOf(root: Record<string, Json>, version = '3.9.0'): object {
  return { target_id: null, root_id: root.id, doc: { version, title: '', roots: [root] }, version };
}

/** A glyph and its data. */
function renderer(id: string, kind: string, data: Record<string, Json>, attributes: Record<string, Json>) {
  const fields = Object.keys(data).map((field) => [field, { type: 'field', field }]);
  const source = model('ColumnDataSource', { data: { type: 'map', entries: Object.entries(data) } });
  const glyph = model(kind, { ...Object.fromEntries(fields), ...attributes });
  return model('GlyphRenderer', { data_source: source, glyph }, id);
}

/** `1.5`, `2` and `3`, as NumPy's. */
const NUMBERS = {
  type: 'ndarray',
  array: { type: 'bytes', data: 'H4sIAAEAAAAA/2NgAIEf9mCKgcEBQnE4AAAoRnRMGAAAAA==' },
  shape: [3],
  dtype: 'float64',
  order: 'little',
};

/** A figure, which others are made of. @param parts its attributes */
export function figure(parts: Record<string, Json> = {}): Record<string, Json> {
  const names = ['Jan', 'Feb', 'Mar'];
  const width = { type: 'value', value: 0.8 };
  return model('Figure', {
    height: 300,
    x_range: model('FactorRange', { factors: names }),
    y_range: model('DataRange1d'),
    x_scale: model('CategoricalScale'),
    y_scale: model('LinearScale'),
    title: model('Title', { text: 'Sales' }),
    renderers: [
      renderer('bars', 'VBar', { x: names, top: [28, 55, 43] }, { width }),
      renderer('line', 'Line', { x: names, y: NUMBERS }, {}),
    ],
    toolbar: model('Toolbar', { tools: [model('PanTool'), model('SaveTool'), model('HelpTool')] }),
    left: [model('LinearAxis', { axis_label: 'Sold' })],
    below: [model('CategoricalAxis', { axis_label: 'Month' })],
    center: [
      model('Legend', {
        items: [model('LegendItem', { label: { type: 'value', value: 'tea' }, renderers: [{ id: 'bars' }] })],
      }),
    ],
    ...parts,
  });
}
