import { describe, expect, it } from 'vitest';
import { conversationFile, readConversationFile } from '../../../../src/chat/storage/conversationFile.ts';
import { addEvent, endTurn, startTurn } from '../../../../src/chat/transcript.ts';

const TURN = endTurn(addEvent(startTurn(1, 'Wie viele, Ärztin?'), { type: 'text-delta', text: '…42 🧤' }), {
  state: 'done',
});
const CONVERSATION = { turns: [TURN], history: [{ role: 'user', parts: [{ text: 'Wie viele, Ärztin?' }] }] };
const PYTHON = new Blob([new Uint8Array([0, 10, 200, 255])]);

describe('a conversation in a file', () => {
  it('is the same when it is read, with its Python byte for byte', async () => {
    const file = await conversationFile({ conversation: CONVERSATION, python: PYTHON });
    const { conversation, python } = await readConversationFile(file);
    expect(conversation).toEqual(CONVERSATION);
    expect([...new Uint8Array((await python?.arrayBuffer()) ?? [])]).toEqual([0, 10, 200, 255]);
  });

  it('can do without Python', async () => {
    const file = await conversationFile({ conversation: CONVERSATION });
    expect(await readConversationFile(file)).toEqual({ conversation: CONVERSATION });
  });

  it('says in its first line what it is', async () => {
    const text = await (await conversationFile({ conversation: CONVERSATION })).text();
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ format: 'glovebox-conversation-file', version: 1 });
  });

  it('can be read if the end of the file is missing, with what is left of its Python', async () => {
    const file = await conversationFile({ conversation: CONVERSATION, python: PYTHON });
    const { conversation, python } = await readConversationFile(file.slice(0, file.size - 1));
    expect(conversation).toEqual(CONVERSATION);
    expect(python?.size).toBe(3);
  });

  it('is refused if it is damaged, with what was expected and found', async () => {
    const file = await conversationFile({ conversation: CONVERSATION });
    await expect(readConversationFile(file.slice(0, file.size - 1))).rejects.toThrow(/is damaged, or was cut/);
  });

  it.each([
    ['a picture', new Blob([new Uint8Array([137, 80, 78, 71, 13, 10])]), /known version: 1: .*Expected Object.*PNG/],
    ['an empty file', new Blob([]), /known version: 1: .*Expected Object/],
    [
      'of a later version',
      new Blob(['{"format": "glovebox-conversation-file", "version": 2}\n']),
      /version: .*Expected 1 .*received 2/,
    ],
  ])('is refused where it is %s', async (_, file, message) => {
    await expect(readConversationFile(file)).rejects.toThrow(message);
  });
});
