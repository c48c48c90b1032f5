// A style sheet.
// tries: load another style sheet by @import, and a picture by url(), from a sheet made in the worker
// must: find no style sheets: workers have no document
// refusal: CSSStyleSheet is not defined
const sheet = new CSSStyleSheet();
await sheet.replace(`@import "${OUT}.css"; * { background: url(${OUT}.png) }`);
console.log('escaped: there is a style sheet');
