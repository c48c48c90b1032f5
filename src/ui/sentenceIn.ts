/** The SDK puts the API's whole answer, as JSON, into an error's message: gives the sentence for people that is inside it. */
export function sentenceIn(message: string): string {
  const sentence = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(message)?.[1];
  if (sentence === undefined) return message;
  try {
    return String(JSON.parse(sentence));
  } catch {
    return message;
  }
}
