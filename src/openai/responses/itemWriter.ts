import { OUTCOME_OK } from '../../answer/codec/enums.ts';
import type { LocalPart } from '../../answer/codec/localCall.ts';
import { dataUrl } from '../media.ts';
import type { ItemPart } from './itemPart.ts';
import { CODE_CALL, LOCAL_CONTAINER, type LocalCall } from './items.ts';
import { type Item, type ReceivedItem, type ResponseEvent, textOf } from './wire.ts';

type AnswerPart = ItemPart & LocalPart;

/** An item that is written here. */
interface OwnItem {
  index: number;
  item: Item;
}

/** Writes the parts of an answer as the items, and the events, that the server would have sent. */
export class ItemWriter {
  /** The outputs of the programs that ran here, by the ids of their items. */
  readonly outputs = new Map<string, Item[]>();
  readonly #includesOutputs: boolean;
  /** Each item as it is now: those of the server are complete when they have arrived. */
  readonly #items: (() => Item)[] = [];
  readonly #indexes = new Map<ReceivedItem, number>();
  /** The server's message to which text belongs, by its last event. */
  #open: { of: ReceivedItem; event: ResponseEvent } | undefined;
  /** The message that is written here. */
  #message: OwnItem | undefined;
  /** The programs without a result, in order. */
  readonly #running: OwnItem[] = [];
  /** The program whose result came last: pictures that follow at once are its own. */
  #finished: OwnItem | undefined;

  /** @param includesOutputs whether the application wants the outputs of programs in their items */
  constructor(includesOutputs: boolean) {
    this.#includesOutputs = includesOutputs;
  }

  get items(): Item[] {
    return this.#items.map((item) => item());
  }

  *write(part: AnswerPart): Generator<ResponseEvent> {
    const { executableCode, codeExecutionResult, inlineData, received, text } = part;
    const isServersCode = received?.of.item.type === CODE_CALL;
    if (inlineData && !received) {
      this.#addOutput(
        inlineData.displayName === undefined
          ? { type: 'image', url: dataUrl(inlineData) }
          : { type: 'file', filename: inlineData.displayName, url: dataUrl(inlineData) },
      );
      return;
    }
    yield* this.flush();
    if (executableCode && !isServersCode) yield* this.#writeCode(part);
    else if (codeExecutionResult && !isServersCode) this.#finish(part);
    else if (received) yield* this.#writeReceived(received, part);
    else if (text) yield* this.#writeText(text);
  }

  /** Ends the program whose result and pictures have been written. */
  *flush(): Generator<ResponseEvent> {
    const finished = this.#finished;
    if (!finished) return;
    this.#finished = undefined;
    finished.item.status = 'completed';
    yield { type: `response.${CODE_CALL}.completed`, output_index: finished.index, item_id: finished.item.id };
    yield* this.#close(finished);
  }

  *end(): Generator<ResponseEvent> {
    yield* this.flush();
    yield* this.#endMessage();
    for (const program of this.#running.splice(0)) {
      program.item.status = 'incomplete';
      yield* this.#close(program);
    }
  }

  *#writeCode({ executableCode, localCall, received }: AnswerPart): Generator<ResponseEvent> {
    yield* this.#endMessage();
    const { id: callId, code = '' } = executableCode ?? {};
    const id = `ci_${(callId ?? crypto.randomUUID()).replace(/^call_|-/g, '')}`;
    const call =
      callId !== undefined && localCall && received ? localCallOf(received.of.item, localCall.name) : undefined;
    const program = this.#begin({
      id,
      type: CODE_CALL,
      status: 'in_progress',
      code,
      container_id: LOCAL_CONTAINER,
      outputs: null,
      // So that the call goes back as it came, when this item does.
      ...(call && { local_call: call }),
    });
    this.#running.push(program);
    this.outputs.set(id, []);
    const event = (type: string, more: object = {}) => ({
      type: `response.${type}`,
      output_index: program.index,
      item_id: id,
      ...more,
    });
    yield { type: 'response.output_item.added', output_index: program.index, item: { ...program.item, code: '' } };
    yield event(`${CODE_CALL}.in_progress`);
    yield event(`${CODE_CALL}_code.delta`, { delta: code });
    yield event(`${CODE_CALL}_code.done`, { code });
    program.item.status = 'interpreting';
    yield event(`${CODE_CALL}.interpreting`);
  }

  /** Code that failed is completed, too: the log says how it failed. */
  #finish({ codeExecutionResult }: AnswerPart): void {
    this.#finished = this.#running.shift();
    const { outcome, output = '' } = codeExecutionResult ?? {};
    if (!this.#finished) return;
    if (this.#includesOutputs) this.#finished.item.outputs = [];
    if (output !== '' || outcome !== OUTCOME_OK) this.#addOutput({ type: 'logs', logs: output });
  }

  #addOutput(output: Item): void {
    const { item } = this.#finished ?? {};
    this.outputs.get(textOf(item?.id))?.push(output);
    if (item && Array.isArray(item.outputs)) item.outputs.push(output);
  }

  /** Writes an item of the server as it is, at its place in the whole answer. */
  *#writeReceived({ of, events }: NonNullable<ItemPart['received']>, { text }: ItemPart): Generator<ResponseEvent> {
    const index = this.#indexes.get(of) ?? this.#items.length;
    if (!this.#indexes.has(of)) {
      yield* this.#endMessage();
      this.#indexes.set(of, index);
      this.#items.push(() => of.item);
    }
    for (const event of events) {
      const isText = event.type === 'response.output_text.delta' && text !== undefined;
      yield { ...event, output_index: index, ...(isText && { delta: text }) };
      if (of.item.type === 'message')
        this.#open = event.type === 'response.output_item.done' ? undefined : { of, event };
    }
  }

  /** Adds text that was held back to the server's message, or writes a message of its own. */
  *#writeText(text: string): Generator<ResponseEvent> {
    if (this.#open) {
      const { of, event } = this.#open;
      yield {
        type: 'response.output_text.delta',
        output_index: this.#indexes.get(of) ?? 0,
        item_id: of.item.id,
        content_index: event.content_index ?? 0,
        delta: text,
        logprobs: [],
      };
      return;
    }
    if (!this.#message) yield* this.#beginMessage();
    const { index, item } = this.#message ?? this.#begin({ type: 'message' });
    const [content] = item.content as Item[];
    if (content) content.text = textOf(content.text) + text;
    yield {
      type: 'response.output_text.delta',
      output_index: index,
      item_id: item.id,
      content_index: 0,
      delta: text,
      logprobs: [],
    };
  }

  *#beginMessage(): Generator<ResponseEvent> {
    const id = `msg_${crypto.randomUUID().replaceAll('-', '')}`;
    const part = { type: 'output_text', text: '', annotations: [], logprobs: [] };
    const message = this.#begin({ id, type: 'message', role: 'assistant', status: 'in_progress', content: [part] });
    this.#message = message;
    yield { type: 'response.output_item.added', output_index: message.index, item: { ...message.item, content: [] } };
    yield {
      type: 'response.content_part.added',
      output_index: message.index,
      item_id: id,
      content_index: 0,
      part: { ...part },
    };
  }

  *#endMessage(): Generator<ResponseEvent> {
    const message = this.#message;
    this.#message = undefined;
    if (!message) return;
    const [part] = message.item.content as Item[];
    const of = { output_index: message.index, item_id: message.item.id, content_index: 0 };
    yield { type: 'response.output_text.done', ...of, text: part?.text, logprobs: [] };
    yield { type: 'response.content_part.done', ...of, part };
    message.item.status = 'completed';
    yield* this.#close(message);
  }

  #begin(item: Item): OwnItem {
    this.#items.push(() => item);
    return { index: this.#items.length - 1, item };
  }

  *#close({ index, item }: OwnItem): Generator<ResponseEvent> {
    yield { type: 'response.output_item.done', output_index: index, item: { ...item } };
  }
}

function localCallOf({ type, id, call_id }: Item, name: string): LocalCall {
  return { type, id, call_id: textOf(call_id), name };
}
