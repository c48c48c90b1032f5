import { chat } from '../../language/en/chat.ts';
import { fill } from '../../language/fill.ts';
import { parseJson } from '../../text/parseJson.ts';

/** Longer messages are cut, in characters. */
const MAX_LENGTH = 600;

/** Extracts the readable sentence from an SDK error, whose message is the API's whole answer as JSON. */
export function apiErrorMessage(message: string): string {
  const sentence = withoutMarkup(quotedIn(message));
  return sentence.length > MAX_LENGTH ? `${sentence.slice(0, MAX_LENGTH)}…` : sentence;
}

function quotedIn(message: string): string {
  const sentence = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(message)?.[1];
  // The SDK's errors of the Interactions API begin with their status, and quote what is not JSON after it.
  if (sentence === undefined) return message.replace(/^[45]\d\d (Unexpected Status.*?\nBody: )?(?=\S)/s, '');
  return String(parseJson(sentence) ?? message);
}

/** Proxies answer with web pages. Their title says what is wrong. */
function withoutMarkup(text: string): string {
  if (!/^\s*<(!doctype|html)\b/i.test(text)) return text;
  const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1]?.trim();
  return title ? fill(chat.webPageTitled, { title }) : chat.webPage;
}
