import { CODE_FUNCTIONS } from '../../answer/codec/languages.ts';
import type { Session } from '../../chat/session.ts';
import { register } from '../../elements/register.ts';
import type { SandboxTool } from '../../mcp/sandboxTools.ts';
import { failure, ranResult } from '../../mcp/toolResult.ts';
import { modelContext, registerTools, type WebMcpRegistration } from '../../mcp/webMcp/registerTools.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { CODE_PARAMETERS, describeCodeTool } from '../../tool/declaration.ts';
import { loadConversation } from '../lazyElements.ts';
import { AgentRunsView } from './agentRunsView.ts';

const { name } = CODE_FUNCTIONS.PYTHON;

/** Offers the session's Python to the browser's agent. The user sees each program, and is asked before it runs. */
export async function offerPython(session: Session): Promise<WebMcpRegistration> {
  register({ 'glove-agent-runs': AgentRunsView });
  loadConversation();
  return registerTools(modelContext(), [pythonTool(session)]);
}

function pythonTool({ python }: Session): Omit<SandboxTool, 'outputSchema'> {
  return {
    name,
    title: 'Run Python',
    description: `${describeCodeTool('PYTHON')} The user sees each program, and is asked before it runs.`,
    inputSchema: CODE_PARAMETERS,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    async call(input, { signal }) {
      const code = isJsonObject(input) ? input.code : undefined;
      if (typeof code !== 'string') return failure(`${name} takes one argument: code, a string.`);
      const result = await python.runForAgent(code, signal);
      if (!result) return failure('This code was refused, and was not run. The user did not allow it.');
      return ranResult({ ...result, isRefused: false });
    },
  };
}
