import { describe, expect, it } from 'vitest';
import type { HostAnswerMessage, WorkerEvent } from '../../../../src/protocol.ts';
import { HostRequests } from '../../../../worker/common/hostRequests.ts';

const CALL = { kind: 'tool', name: 'now', arguments: '{}' } as const;

/** A worker's requests, and the page at the other end of the port. */
function connect() {
  const { port1, port2 } = new MessageChannel();
  const asked: number[] = [];
  const requests = new HostRequests((event: WorkerEvent) => {
    if (event.type === 'host-request') asked.push(event.id);
  });
  requests.listen(port2);
  port2.start();
  const answer = (message: HostAnswerMessage | { type: 'other' } | null) => port1.postMessage(message);
  return { requests, asked, answer, close: () => port1.close() };
}

describe('a request of running code to the page', () => {
  it('gets its own answer, in whatever order answers come', async () => {
    const { requests, answer, close } = connect();
    const values = [requests.ask(CALL), requests.ask(CALL)];
    answer(null);
    answer({ type: 'other' });
    answer({ type: 'answer', id: 2, answer: { value: 'second' } });
    answer({ type: 'answer', id: 1, answer: { value: null } });
    expect(await Promise.all(values)).toEqual([undefined, 'second']);
    close();
  });

  it('fails with the message and the name of the error', async () => {
    const { requests, answer, close } = connect();
    const value = requests.ask(CALL);
    answer({ type: 'answer', id: 1, answer: { error: 'No.', name: 'ToolRefusedError' } });
    await expect(value).rejects.toMatchObject({ message: 'No.', name: 'ToolRefusedError' });
    close();
  });

  it('can be cancelled if the code is suspended for it, and no other is', async () => {
    const { requests, answer, close } = connect();
    const suspended = requests.ask(CALL, true);
    const awaited = requests.ask(CALL);
    requests.cancel();
    await expect(suspended).rejects.toMatchObject({ name: 'WaitCancelledError' });
    answer({ type: 'answer', id: 1, answer: { value: 'late' } });
    answer({ type: 'answer', id: 2, answer: { value: 'here' } });
    expect(await awaited).toBe('here');
    close();
  });

  it('tells when it is answered, also if it was before', async () => {
    const { requests, answer, close } = connect();
    const told: string[] = [];
    const value = requests.ask(CALL);
    requests.whenAnswered(1, () => told.push('then'));
    expect(told).toEqual([]);
    answer({ type: 'answer', id: 1, answer: { value: 'now' } });
    expect(await value).toBe('now');
    requests.whenAnswered(1, () => told.push('at once'));
    expect(told).toEqual(['then', 'at once']);
    close();
  });
});
