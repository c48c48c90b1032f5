import { css } from 'lit';
import { lineNumberStyles } from '../cell/lineNumbers.ts';

export const fileViewStyles = [
  lineNumberStyles,
  css`
    .box {
      direction: ltr;
      overflow: auto;
      max-height: calc(100dvh - 14rem);
      padding: 0.75rem 1rem;
      border-radius: var(--glove-radius);
      background: var(--glove-surface);
    }

    .box.text {
      padding-inline-start: 0;
    }

    .lines {
      display: flex;
      width: max-content;
      font: 0.8438rem / 1.6 var(--glove-mono);
    }

    pre {
      margin: 0;
      font: inherit;
      tab-size: 4;
    }

    img {
      display: block;
      max-width: 100%;
      max-height: calc(100dvh - 12rem);
      margin: 0 auto;
      background: #fff;
    }

    p {
      margin: 0.5rem 0 0;
      color: var(--glove-ink-soft);
      font-size: 0.875rem;
    }

    p.problem:not(:empty) {
      margin-bottom: 0.5rem;
      color: var(--glove-bad);
      overflow-wrap: anywhere;
    }

    .tools {
      gap: 0.375rem 0.75rem;
      margin-bottom: 0.5rem;
    }

    .tools:not(:has(label, form, button)),
    p.problem:empty {
      margin: 0;
    }

    .tools .quiet:first-child {
      margin-inline-start: -0.625rem;
    }

    label {
      margin-inline-end: -0.25rem;
      font-size: 0.8125rem;
    }

    form {
      flex: 1 1 16rem;
      gap: 0.375rem;
    }

    :is(select, input, .tools button) {
      min-height: 2rem;
      padding: 0 0.625rem;
      font-size: 0.8125rem;
    }

    select {
      min-width: 0;
      max-width: 16rem;
    }

    input {
      flex: 1 1 8rem;
      min-width: 0;
      font-family: var(--glove-mono);
    }
  `,
];
