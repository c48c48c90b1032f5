import type { HostAnswer } from '../../../../src/protocol.ts';
import type { OnApproval } from '../../../../src/sandbox/tools/approval.ts';
import { DEFAULT_LIMITS, type Tool, type ToolLimits } from '../../../../src/sandbox/tools/tool.ts';
import type { ToolCall } from '../../../../src/sandbox/tools/toolCall.ts';
import { ToolCalls } from '../../../../src/sandbox/tools/toolCalls.ts';
import { ToolTable } from '../../../../src/sandbox/tools/toolTable.ts';

interface Settings {
  limits?: Partial<ToolLimits>;
  onApproval?: OnApproval;
}

/** A run that calls tools, as code in a sandbox does. */
export function callsOf(tools: Record<string, Tool>, { limits, onApproval }: Settings = {}) {
  const table = new ToolTable();
  table.add(tools);
  const end = new AbortController();
  const records: ToolCall[] = [];
  const clock: ('paused' | 'resumed')[] = [];
  const calls = new ToolCalls(
    { table, limits: { ...DEFAULT_LIMITS, ...limits }, onApproval },
    { run: 7, started: performance.now(), signal: end.signal, onCall: (call) => records.push(call) },
  );
  const pause = () => {
    clock.push('paused');
    return () => clock.push('resumed');
  };
  return {
    /** The records, in the order in which they came. */
    records,
    /** The stops of the run's clock. */
    clock,
    end: () => end.abort(),
    answer: (name: string, parameters: unknown): Promise<HostAnswer> =>
      calls.answer(name, JSON.stringify(parameters), pause),
  };
}
