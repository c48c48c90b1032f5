import type { Blob as InlineData } from '@google/genai';
import { OUTCOME_OK } from '../../answer/codec/enums.ts';
import type { BlockPart } from '../blockPart.ts';
import type { AnswerFiles } from '../files/answerFiles.ts';
import { serverIdOf } from '../request/localCode.ts';
import type { Block, ReceivedBlock, StreamEvent } from '../wire.ts';
import { BlockBuilder, deltasOf, startOf } from './blockBuilder.ts';
import type { RunStreams } from './runStreams.ts';

interface WriterContext {
  /** Keeps the pictures and files that code made. */
  files: Pick<AnswerFiles, 'add'>;
  streams: RunStreams;
}

/** Writes the parts of an answer as the blocks, and the events, that the server would have sent. */
export class BlockWriter {
  readonly #context: WriterContext;
  readonly #builders: BlockBuilder[] = [];
  #open: { of: ReceivedBlock | undefined; builder: BlockBuilder } | undefined;
  /** The ids of the programs that have no result yet. */
  readonly #running: string[] = [];
  #results = 0;

  constructor(context: WriterContext) {
    this.#context = context;
  }

  get blocks(): Block[] {
    return this.#builders.map(({ block }) => block);
  }

  /** Whether the answer has a program. */
  get hasCode(): boolean {
    return this.blocks.some(({ type, name }) => type === 'server_tool_use' && name === 'code_execution');
  }

  /** Whether your app is to answer a call. */
  get hasCalls(): boolean {
    return this.blocks.some(({ type }) => type === 'tool_use');
  }

  /** @param parts of one chunk: pictures and files follow the result of their program */
  *write(parts: readonly BlockPart[]): Generator<StreamEvent> {
    for (const [index, part] of parts.entries()) {
      const { codeExecutionResult, executableCode, inlineData, received, text } = part;
      if (codeExecutionResult && !received) yield* this.#writeResult(part, madeBy(parts.slice(index + 1)));
      else if (executableCode && received?.of.block.type !== 'server_tool_use') yield* this.#writeCode(part);
      else if (received) yield* this.#writeReceived(received, text);
      else if (text && !inlineData) yield* this.#writeText(text);
    }
  }

  *end(): Generator<StreamEvent> {
    yield* this.#close();
    // The API refuses a call without a result. The model called although it was told not to.
    for (const id of this.#running.splice(0))
      yield* this.#writeWhole(resultBlock(id, { type: 'code_execution_tool_result_error', error_code: 'unavailable' }));
  }

  *#writeCode({ executableCode }: BlockPart): Generator<StreamEvent> {
    const { id: callId, code = '' } = executableCode ?? {};
    const id = serverIdOf(callId);
    this.#running.push(id);
    yield* this.#writeWhole({ type: 'server_tool_use', id, name: 'code_execution', input: { code } });
  }

  *#writeResult({ codeExecutionResult }: BlockPart, made: readonly InlineData[]): Generator<StreamEvent> {
    const { id: callId, outcome, output = '' } = codeExecutionResult ?? {};
    const at = this.#running.indexOf(serverIdOf(callId));
    const [id = serverIdOf(callId)] = this.#running.splice(Math.max(at, 0), 1);
    this.#results += 1;
    const files = made.map((file) => ({ type: 'code_execution_output', file_id: this.#context.files.add(file) }));
    if (String(outcome) === 'OUTCOME_DEADLINE_EXCEEDED') {
      const error = { type: 'code_execution_tool_result_error', error_code: 'execution_time_exceeded' };
      yield* this.#writeWhole(resultBlock(id, error));
      return;
    }
    const isOk = outcome === OUTCOME_OK;
    yield* this.#writeWhole(
      resultBlock(id, {
        type: 'code_execution_result',
        ...this.#context.streams.split(this.#results, output, isOk),
        return_code: isOk ? 0 : 1,
        content: files,
      }),
    );
  }

  /** Writes a block of the server as it is. Its text is the part's: a program in it is a block of its own. */
  *#writeReceived(
    { of, deltas }: NonNullable<BlockPart['received']>,
    text: string | undefined,
  ): Generator<StreamEvent> {
    if (this.#open?.of !== of) yield* this.#begin(startOf(of.block), of);
    for (const delta of deltas)
      yield this.#add(delta.type === 'text_delta' && text !== undefined ? { ...delta, text } : delta);
  }

  *#writeText(text: string): Generator<StreamEvent> {
    if (this.#open?.builder.block.type !== 'text') yield* this.#begin({ type: 'text', text: '' });
    yield this.#add({ type: 'text_delta', text });
  }

  *#writeWhole(block: Block): Generator<StreamEvent> {
    yield* this.#begin(startOf(block));
    for (const delta of deltasOf(block)) yield this.#add(delta);
    yield* this.#close();
  }

  *#begin(start: Block, of?: ReceivedBlock): Generator<StreamEvent> {
    yield* this.#close();
    const builder = new BlockBuilder(start);
    this.#builders.push(builder);
    this.#open = { of, builder };
    yield { type: 'content_block_start', index: this.#index, content_block: start };
  }

  #add(delta: Block): StreamEvent {
    this.#open?.builder.add(delta);
    return { type: 'content_block_delta', index: this.#index, delta };
  }

  *#close(): Generator<StreamEvent> {
    if (!this.#open) return;
    this.#open.builder.end();
    this.#open = undefined;
    yield { type: 'content_block_stop', index: this.#index };
  }

  get #index(): number {
    return this.#builders.length - 1;
  }
}

/** The pictures and files right behind a result. */
function madeBy(following: readonly BlockPart[]): InlineData[] {
  const end = following.findIndex(({ inlineData }) => !inlineData);
  return following.slice(0, end < 0 ? following.length : end).flatMap(({ inlineData }) => inlineData ?? []);
}

function resultBlock(id: string, content: Block): Block {
  return { type: 'code_execution_tool_result', tool_use_id: id, content };
}
