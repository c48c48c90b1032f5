import { GoogleGenAI } from '@google/genai';
import { describe, expect, test } from 'vitest';
import type { Behaviors } from '../../../support/geminiFake/behaviors.ts';
import type { Content, Part } from '../../../support/geminiFake/checks/schema.ts';
import {
  accepted,
  answerTo,
  callNow,
  forSdk,
  functions,
  GEMINI_2,
  GEMINI_3,
  gemini,
  modelTurn,
  question,
  refusal,
  userTurn,
} from './client.ts';

const withFlag = { includeServerSideToolInvocations: true };
const asking = (rest: object) => ({ contents: [question], ...rest });
const search = { tools: [{ googleSearch: {} }, ...functions] };

describe('built-in tools beside functions', () => {
  const needsFlag =
    'Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.';

  test.each(['googleSearch', 'urlContext', 'codeExecution'])('%s', async (name) => {
    const tools = [{ [name]: {} }, ...functions];
    expect(await refusal(asking({ tools }))).toBe('Tool use with function calling is unsupported');
    expect(await refusal(asking({ tools }), GEMINI_3)).toBe(needsFlag);
    await accepted(asking({ tools, toolConfig: withFlag }), GEMINI_3);
    await accepted(asking({ tools: [{ [name]: {} }] }));
  });

  test('need no flag if the script says so, as some reports have it', async () => {
    await accepted(asking(search), GEMINI_3, { behaviors: { builtInToolsWithoutFlag: 'accepted' } });
  });

  test('are not for the mode AUTO if the script says so', async () => {
    const body = (mode: string) => asking({ ...search, toolConfig: { ...withFlag, functionCallingConfig: { mode } } });
    const strict: { behaviors: Behaviors } = { behaviors: { autoModeWithFlag: 'refused' } };
    await accepted(body('AUTO'), GEMINI_3);
    expect(await refusal(body('AUTO'), GEMINI_3, strict)).toContain('fake: the function calling mode AUTO');
    await accepted(body('VALIDATED'), GEMINI_3, strict);
  });

  test('have no flag before Gemini 3', async () => {
    expect(await refusal(asking({ toolConfig: withFlag }), GEMINI_2)).toContain('is for Gemini 3 and later');
  });
});

describe('what the server called itself', () => {
  const searched: Part[] = [
    { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['time'] } } },
    { toolResponse: { toolType: 'GOOGLE_SEARCH_WEB', response: { found: 'noon' } } },
    callNow,
  ];

  /** A conversation in which the server has searched and the model has called a function. */
  async function afterSearch() {
    const script = gemini.addScript({ turns: [{ parts: searched }, { parts: [{ text: 'Noon.' }] }] });
    const { models } = new GoogleGenAI({ apiKey: 'test', httpOptions: { baseUrl: script.baseUrl } });
    const ask = (contents: Content[], toolConfig: object = withFlag) =>
      models.generateContent({ model: GEMINI_3, contents: forSdk(contents), config: { ...search, toolConfig } });
    const first = await ask([question]);
    const parts = (first.candidates?.[0]?.content?.parts ?? []) as Part[];
    const answer = userTurn(answerTo(parts[2] ?? {}));
    return { parts, ask, next: (...sent: Part[]) => ask([question, modelTurn(...sent), answer]), answer };
  }

  test('has ids that agree and a signature on every part', async () => {
    const { parts } = await afterSearch();
    const [call, response] = parts;
    expect(call?.toolCall?.id).toBeTruthy();
    expect(response?.toolResponse?.id).toBe(call?.toolCall?.id);
    expect(parts.map((part) => part.thoughtSignature !== undefined)).toEqual([true, true, true]);
  });

  test('comes back as it was sent', async () => {
    const { parts, next } = await afterSearch();
    expect((await next(...parts)).text).toBe('Noon.');
  });

  test.each<[string, (parts: Part[]) => Part[], RegExp]>([
    ['without its call', ([, ...rest]) => rest, /fake: the toolCall .* was not sent back as it was issued/],
    [
      'without its response',
      ([call = {}, , ...rest]) => [call, ...rest],
      /fake: the toolResponse .* was not sent back as it was issued/,
    ],
    [
      'without a signature',
      ([call, ...rest]) => [{ toolCall: call?.toolCall }, ...rest],
      /fake: contents\[1\]\.parts\[0\] is missing a thought_signature/,
    ],
    [
      'without an id',
      ([call, ...rest]) => [{ ...call, toolCall: { ...call?.toolCall, id: '' } }, ...rest],
      /fake: contents\[1\]\.parts\[0\] has no id/,
    ],
    [
      'changed',
      ([call, ...rest]) => [{ ...call, toolCall: { ...call?.toolCall, args: {} } }, ...rest],
      /Corrupted thought signature/,
    ],
  ])('is refused %s', async (_how, change, message) => {
    const { parts, next } = await afterSearch();
    await expect(next(...change(parts))).rejects.toThrow(message);
  });

  test('needs the flag on the way back, too', async () => {
    const { parts, ask, answer } = await afterSearch();
    const again = ask([question, modelTurn(...parts), answer], {});
    await expect(again).rejects.toThrow('include_server_side_tool_invocations');
    const { toolCall, thoughtSignature } = parts[0] ?? {};
    const history = [question, modelTurn({ toolCall, thoughtSignature }), question];
    expect(await refusal({ contents: history }, GEMINI_3)).toContain(
      'fake: contents[1].parts[0] needs tool_config.include_server_side_tool_invocations',
    );
  });

  test('belongs to the model', async () => {
    const [, toolResponse = {}] = searched;
    expect(await refusal({ contents: [userTurn(toolResponse)] }, GEMINI_3)).toContain(
      'belongs in a content with the role model',
    );
  });
});
