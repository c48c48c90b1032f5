/** How `custom-elements.json` is made from the sources of the widget: what a page can use, and nothing else. */
const SHOWN = [
  'src/entries/widget.ts',
  'src/widget/box/gloveBox.ts',
  'src/widget/cell/gloveCell.ts',
  'src/widget/events.ts',
  'src/elements/events.ts',
];
const EVENTS = /^Glove\w+Event$/;

export default {
  globs: [
    'src/entries/widget.ts',
    'src/widget/box/gloveBox.ts',
    'src/widget/cell/{cellAttributes,gloveCell}.ts',
    'src/widget/{widgetElement,events,notAskedError}.ts',
    'src/elements/events.ts',
  ],
  outdir: '.',
  litelement: true,
  // It names the manifest already, and a run into another folder must not change that.
  packagejson: false,
  plugins: [
    {
      name: 'what-a-page-can-use',
      packageLinkPhase({ customElementsManifest }) {
        customElementsManifest.modules = customElementsManifest.modules.filter(({ path }) => SHOWN.includes(path));
        for (const module of customElementsManifest.modules) {
          module.declarations = module.declarations.filter(({ name, tagName }) => tagName || EVENTS.test(name));
          module.exports = module.exports.filter(
            ({ name }) => /^(?:glove-|Glove|NotAsked)/.test(name) || EVENTS.test(name),
          );
          for (const declaration of module.declarations) {
            declaration.members = declaration.members?.filter(isPublic);
            declaration.events = declaration.events?.filter(({ name }) => name?.startsWith('glove-'));
          }
        }
      },
    },
  ],
};

function isPublic({ name, privacy = 'public' }) {
  return privacy === 'public' && name !== 'connectedMoveCallback';
}
