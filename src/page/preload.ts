import { loadMedia } from '../elements/lazyElements.ts';

/**
 * Loads the code for asking, playing, running and saving, which the first view does not need, so that it works even if the connection is lost.
 * Code that fails to load is requested again when it is needed.
 */
export async function preload(): Promise<void> {
  loadMedia();
  await Promise.allSettled([
    import('../chat/live/geminiChat.ts'),
    import('../cassette/format.ts'),
    import('../cassette/replay.ts'),
    import('../cassette/replayTool.ts'),
    import('../chat/storage/conversationRecord.ts'),
    import('../chat/storage/conversationFile.ts'),
    import('../chat/storage/summarise.ts'),
    import('../sandbox/storage/nameLock.ts'),
    import('./pythonRequests.ts'),
    import('../elements/cell/highlight.ts').then(({ loadHighlighter }) => loadHighlighter('PYTHON')),
    import('./dialogs/settingsDialog.ts'),
  ]);
}
