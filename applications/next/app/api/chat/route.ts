import { createGoogleGenerativeAI } from '@ai-sdk/google';
import {
  convertToModelMessages,
  createUIMessageStreamResponse,
  streamText,
  toUIMessageStream,
  type UIMessage,
} from 'ai';
import { codeToolDefinition } from 'glovebox/ai-sdk/definition';

/** Reads the key of GOOGLE_GENERATIVE_AI_API_KEY. The address is for a proxy. */
const google = createGoogleGenerativeAI({ baseURL: process.env.GOOGLE_GENERATIVE_AI_BASE_URL });
/** Declared here, run in the browser. */
const tools = { run_python: codeToolDefinition() };

export async function POST(request: Request): Promise<Response> {
  const { messages }: { messages: UIMessage[] } = await request.json();
  const result = streamText({
    model: google('gemini-3.8-flash'),
    tools,
    messages: await convertToModelMessages(messages, { tools }),
    abortSignal: request.signal,
  });
  return createUIMessageStreamResponse({ stream: toUIMessageStream({ stream: result.fullStream }) });
}
