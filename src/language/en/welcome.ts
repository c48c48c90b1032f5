import { defineWords } from '../words.ts';

export const welcome = defineWords('welcome', {
  title: 'Glovebox: run the Python that AI writes in your browser',
  headline: 'Run the Python that AI writes,',
  headlineEnd: 'safely in your own tab',
  intro:
    'No server, no set-up. Programs run in a sealed sandbox, and the model sees only what you send and what they print.',
  pictureAlt: 'Dots in spirals, as in a sunflower',
  late: 'A part of this page could not be loaded. Check your connection, then reload.',
  scratchpad: 'Scratchpad',
  openInScratchpad: 'Open in the scratchpad',
  edit: 'Edit',
  run: 'Run',
  ranBefore: 'Ran before: edit it and run it',
  program: 'A program in Python',
  ownKey: 'Use your own key',
  ownKeyAbout:
    '{link} at Google AI Studio, then enter it here. Or choose another model: on your own computer, on any server with OpenAI’s API, or Chrome’s built-in one.',
  getKey: 'Get a key for Gemini',
  enterKey: 'Enter a key or choose a model',
  sealed: 'Sealed',
  sealedAbout: '158 attacks in three browsers. None got out.',
  breakOut: 'Try to break out',
  private: 'Private',
  privateAbout: 'No server runs the code. Files stay in this tab.',
  watchFile: 'Watch it read a file',
  steady: 'Steady',
  steadyAbout: 'Stop or undo any run. Variables survive a reload.',
  watchBack: 'Watch it go back',
  playDemo: 'Play a demo',
  playDemoAbout:
    'No key needed, and no network unless a card names packages. The model’s answers come from a file; Python really runs.',
  fewerDemos: 'Fewer demos',
  allDemos: 'All {count} demos',
  uses: 'Uses {names}, downloaded from Pyodide if needed.',
  needsNetwork: 'Needs {names}, which cannot be downloaded: you are offline.',
  notArrived: 'Needs {names}, which did not arrive from cdn.jsdelivr.net. Play it to try again.',
  notAllowed: 'Needs {names}. Your settings allow no downloads.',
});

/** Titles, descriptions (`<name>About`) and groups of the demos. The English ones are in `public/demos/index.json`. */
export const demos = defineWords('demos', {} as Record<string, string>);
