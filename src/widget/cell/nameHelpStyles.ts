import { css } from 'lit';

export const nameHelpStyles = css`
  [popover] {
    position: fixed;
    inset: auto;
    max-width: min(28rem, calc(100vw - 1rem));
    margin: 0;
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--glove-line-strong);
    border-radius: 0.375rem;
    background: var(--glove-raised);
    color: var(--glove-ink);
    direction: ltr;
    font: 0.8125rem / 1.5 var(--glove-mono);
  }

  [role='listbox'],
  [role='status'] {
    max-height: 12em;
    overflow: auto;
  }

  [role='option'] {
    padding: 0.125rem 0.75rem;
    white-space: pre;
    cursor: pointer;
  }

  [role='option'][aria-selected='true'] {
    background: var(--glove-accent);
    color: var(--glove-accent-ink);
  }

  [role='status'] {
    padding: 0.375rem 0.75rem;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  @media (pointer: coarse) {
    [role='option'] {
      padding-block: 0.5rem;
    }
  }

  @media (forced-colors: active) {
    [role='option'][aria-selected='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
