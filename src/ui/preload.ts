import { loadRich } from './loadElements.ts';

/**
 * Loads what asking, playing, running and keeping need, and the first sight of the page does without: a connection that is lost afterwards
 * takes nothing of it away. What does not arrive is asked for again when it is needed.
 */
export async function preload(): Promise<void> {
  loadRich();
  await Promise.allSettled([
    import('@google/genai'),
    import('../gemini/client.ts'),
    import('../cassette/format.ts'),
    import('../cassette/replay.ts'),
    import('../cassette/replayTool.ts'),
    import('./conversationRecord.ts'),
    import('./conversationFile.ts'),
    import('./summarise.ts'),
    import('./pythonRequests.ts'),
    import('./highlight.ts').then(({ loadHighlighter }) => loadHighlighter('PYTHON')),
    import('./components/settingsDialog.ts'),
  ]);
}
