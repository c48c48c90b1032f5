import { loadMedia } from '../elements/lazyElements.ts';

/**
 * Loads what asking, playing, running and keeping need, and the first sight of the page does without: a connection that is lost afterwards
 * takes nothing of it away. What does not arrive is asked for again when it is needed.
 */
export async function preload(): Promise<void> {
  loadMedia();
  await Promise.allSettled([
    import('@google/genai'),
    import('../gemini/client.ts'),
    import('../cassette/format.ts'),
    import('../cassette/replay.ts'),
    import('../cassette/replayTool.ts'),
    import('../chat/storage/conversationRecord.ts'),
    import('../chat/storage/conversationFile.ts'),
    import('../chat/storage/summarise.ts'),
    import('./pythonRequests.ts'),
    import('../elements/cell/highlight.ts').then(({ loadHighlighter }) => loadHighlighter('PYTHON')),
    import('./dialogs/settingsDialog.ts'),
  ]);
}
