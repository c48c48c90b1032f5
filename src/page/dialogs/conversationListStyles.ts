import { css } from 'lit';

/** A drawer at the side of the page; on a phone, as wide as the page. */
export const conversationListStyles = css`
  dialog {
    width: 24rem;
    max-width: 100%;
    height: 100dvh;
    max-height: none;
    margin-block: 0;
    margin-inline: 0 auto;
    border-block-width: 0;
    border-inline-width: 0 1px;
    border-radius: 0;
  }

  .drawer {
    display: flex;
    flex-direction: column;
    height: 100%;
  }

  .top {
    padding: 0.75rem 1rem;
  }

  .title {
    display: flex;
    align-items: center;
    justify-content: space-between;
  }

  .title h2 {
    margin: 0;
  }

  .title button {
    margin-inline-end: -0.5rem;
  }

  .top > button {
    width: 100%;
    margin-top: 0.5rem;
  }

  input[type='search'] {
    margin-top: 0.625rem;
  }

  .list {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 0.25rem 0.5rem;
  }

  li {
    padding: 0.25rem 0.5rem 0.125rem;
    border-radius: var(--glove-radius);
  }

  li + li {
    margin-top: 0.125rem;
  }

  li.current {
    background: var(--glove-accent-wash);
  }

  .open {
    display: block;
    width: 100%;
    padding: 0.25rem 0;
    border: 0;
    background: none;
    text-align: start;
    white-space: normal;
    overflow-wrap: anywhere;
    font-weight: 500;
  }

  .excerpt {
    padding-bottom: 0.25rem;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }

  mark {
    border-radius: 2px;
    background: var(--glove-accent-wash);
    color: var(--glove-accent);
    font-weight: 600;
  }

  .current mark {
    background: var(--glove-raised);
  }

  .row {
    gap: 0 0.25rem;
  }

  .facts {
    flex: 1;
  }

  .row button {
    min-height: 2rem;
    padding-inline: 0.5rem;
    font-size: 0.8125rem;
  }

  .current .row button.quiet:hover {
    background: var(--glove-raised);
  }

  form {
    padding: 0.375rem 0;
  }

  form .row {
    margin-top: 0.375rem;
  }

  .empty {
    padding: 1rem 0.5rem;
  }

  .foot {
    padding: 0.625rem 1rem max(0.625rem, env(safe-area-inset-bottom));
    border-top: 1px solid var(--glove-line);
    font-size: 0.8125rem;
  }

  .problem {
    color: var(--glove-bad);
  }
`;
