import { inScriptElement } from '../text/inScriptElement.ts';

const STYLE = `
  html { overflow: auto; color-scheme: light dark; }
  body { margin: 0; border: 0 solid light-dark(#d3d9da, #3b464b); color: light-dark(#1a2023, #e5eaec); font: 0.8125rem/1.4 system-ui, sans-serif; }
  #figure { display: flow-root; }
  #figure:focus-visible { outline: 2px solid light-dark(#0d6b6e, #5cc4c0); outline-offset: -2px; }
  svg, canvas { display: block; }
  .spoken { position: fixed; inset: 0 auto auto 0; clip-path: inset(50%); }
  .help { position: fixed; inset: auto 2px 2px auto; margin: 0; padding: 0.125rem 0.5rem; background: light-dark(#ffffff, #12171a); opacity: 0; pointer-events: none; }
  #figure:focus-visible ~ .help { opacity: 1; }`;

/**
 * Makes the document of a chart's frame. Its policy admits one script, and loads nothing. The chart itself is sent to it as a message.
 *
 * @param program the text of the script
 * @param secret of this frame: letters and digits
 */
export function chartDocument(program: string, secret: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${secret}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return (
    `<!doctype html><html lang="en" data-secret="${secret}"><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<meta name="color-scheme" content="light dark"><title>Chart</title><style>${STYLE}</style>` +
    `<body><div id="figure" role="application" aria-roledescription="interactive chart" tabindex="0"></div><script nonce="${secret}">${inScriptElement(program)}</script>`
  );
}
