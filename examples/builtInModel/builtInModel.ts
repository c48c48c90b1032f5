/** The built-in model: Chrome's own model computes with Python. It needs no key, and nothing leaves this computer. */

import { languageModel, withLocalPython } from 'glovebox/built-in-model';
import { Sandbox } from 'glovebox/sandbox';

const model = withLocalPython(languageModel(), {
  sandbox: Sandbox.create(),
  onEvent: (event) => {
    if (event.type === 'image') {
      const picture = document.createElement('img');
      picture.src = `data:${event.mimeType};base64,${event.data}`;
      document.body.append(picture);
    }
  },
});

const session = await model.create({
  expectedInputs: [{ type: 'text', languages: ['en'] }, { type: 'image' }],
  expectedOutputs: [{ type: 'text', languages: ['en'] }],
});

console.log(await session.prompt('What is the sum of the first 50 prime numbers? Write Python code that computes it.'));
console.log(`${session.contextUsage} of ${session.contextWindow} tokens are used.`);
