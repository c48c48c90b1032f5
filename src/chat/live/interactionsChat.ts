import { partialInteraction } from '../../gemini/interactions/partialInteraction.ts';
import { EventReader } from '../../gemini/interactions/readEvents.ts';
import type { InteractionsApi, Step, StepEvent } from '../../gemini/interactions/wire.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { blockOf, stepsOf } from './history.ts';
import { StreamedApiError, withoutWrapping } from './interactionErrors.ts';
import { messageParts } from './messageParts.ts';
import { type ChatAccess, FailedAnswers, type ModelChat } from './modelChat.ts';

/**
 * Opens a chat that asks with the Interactions API. Google's servers store none of its interactions: each question brings the earlier steps.
 *
 * @see https://ai.google.dev/gemini-api/docs/interactions-overview
 */
export function openInteractionsChat({ ai, model, instruction, history }: ChatAccess): ModelChat {
  const api = ai.interactions as InteractionsApi;
  let steps: readonly Step[] = stepsOf(history);
  const failed = new FailedAnswers();
  return {
    async send(asked) {
      const { question, files, signal } = asked;
      const content = (await messageParts(question, files)).flatMap(blockOf);
      const input = [...steps, { type: 'user_input', content }];
      const params = {
        model,
        input,
        tools: [{ type: 'code_execution', ...failed.codeOptions(asked) }],
        store: false,
        stream: true,
        ...(instruction !== undefined && { system_instruction: instruction }),
      };
      try {
        const stream = (await api.create(params, { signal })) as AsyncIterable<StepEvent>;
        const answer = await readSteps(stream);
        if (answer.length > 0) steps = [...input, ...answer];
      } catch (error) {
        const thrown = withoutWrapping(error);
        if (!signal.aborted)
          failed.keep(thrown, partialInteraction(error instanceof StreamedApiError ? error.event : error));
        throw thrown;
      }
    },
    history: () => steps,
  };
}

/** Reads a stream to its end. @throws StreamedApiError if it says that it failed */
async function readSteps(stream: AsyncIterable<StepEvent>): Promise<Step[]> {
  const reader = new EventReader();
  let isComplete = false;
  for await (const event of stream) {
    if (event.event_type === 'error') throw new StreamedApiError(event);
    reader.read(event);
    if (event.event_type === 'interaction.completed') isComplete = isAnswer(event.interaction);
  }
  return isComplete ? reader.steps : [];
}

/** Whether the model can go on from an interaction: not from one that failed, or whose calls nobody answers. */
function isAnswer(interaction: unknown): boolean {
  return isJsonObject(interaction) && (interaction.status === 'completed' || interaction.status === 'incomplete');
}
