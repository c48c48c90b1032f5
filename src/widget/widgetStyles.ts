import { css, unsafeCSS } from 'lit';
import { sharedStyles } from '../elements/styles/shared.ts';
import theme from '../elements/styles/theme.css?inline';

/** The styles of both elements. The page's rules for `glove-box` and `glove-cell` override `:host`. */
export const widgetStyles = [
  unsafeCSS(theme),
  sharedStyles,
  css`
    :host {
      box-sizing: border-box;
      color: var(--glove-ink);
      font: 1rem / 1.6 var(--glove-sans);
      text-align: start;
      text-size-adjust: 100%;
    }

    :host([hidden]) {
      display: none;
    }

    :host([theme='light']) {
      color-scheme: light;
    }

    :host([theme='dark']) {
      color-scheme: dark;
    }

    :host([theme='auto']) {
      color-scheme: light dark;
    }
  `,
];
