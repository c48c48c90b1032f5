import { firstError, invalidRequest, type Verdict } from '../errors.ts';
import type { Body } from '../wire.ts';
import { checkMessages } from './messages.ts';
import { checkThinking, type IssuedThoughts } from './thinking.ts';
import { checkTools } from './tools.ts';

const REQUIRED = ['model', 'max_tokens', 'messages'] as const;
const OPTIONAL = [
  ...['tools', 'tool_choice', 'system', 'stream', 'thinking', 'container', 'metadata', 'service_tier'],
  ...['stop_sequences', 'temperature', 'top_k', 'top_p', 'output_config', 'context_management', 'mcp_servers'],
];

/** Checks a request as the API does. */
export function checkRequest(body: Body, issued: IssuedThoughts): Verdict {
  const missing = REQUIRED.find((field) => body[field] === undefined);
  const known: readonly string[] = [...REQUIRED, ...OPTIONAL];
  const extra = Object.keys(body).find((field) => !known.includes(field));
  return firstError([
    missing && invalidRequest(`${missing}: Field required`),
    extra === undefined ? undefined : invalidRequest(`${extra}: Extra inputs are not permitted`),
    () => checkSystem(body),
    () => checkTools(body),
    () => checkMessages(body),
    () => checkThinking(body, issued),
  ]);
}

/** Checks a request to count tokens. */
export function checkCount(body: Body, issued: IssuedThoughts): Verdict {
  if ('max_tokens' in body) return invalidRequest('max_tokens: Extra inputs are not permitted');
  return checkRequest({ ...body, max_tokens: 1 }, issued);
}

function checkSystem({ system = 'none' }: Body): Verdict {
  const texts = typeof system === 'string' ? [system] : system.map(({ text }) => text);
  return texts.every((text) => typeof text === 'string' && text !== '')
    ? undefined
    : invalidRequest('system: text content blocks must be non-empty');
}
