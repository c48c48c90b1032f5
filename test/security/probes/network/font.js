// A font.
// tries: load a font by its address, as style sheets do
// must: be refused by the policy; nothing arrives
// refusal: NetworkError|network error
// control: heard, but not in WebKit, whose workers load no fonts
const face = new FontFace('secret', `url(${OUT}.woff2)`);
self.fonts.add(face);
await face.load();
console.log('escaped: the font was loaded');
