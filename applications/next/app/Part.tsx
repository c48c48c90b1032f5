import type { UIMessage } from 'ai';
import type { CodeToolOutput } from 'glovebox/ai-sdk';

/** Shows a text, or a program with what it printed and drew. */
export function Part({ part }: { part: UIMessage['parts'][number] }) {
  if (part.type === 'text') return <p>{part.text}</p>;
  if (part.type !== 'tool-run_python' || !('input' in part)) return null;
  const { code = '' } = (part.input ?? {}) as { code?: string };
  const output = part.output as CodeToolOutput | undefined;
  return (
    <figure>
      <pre className="code">{code}</pre>
      {part.state === 'output-error' && <p role="alert">{part.errorText}</p>}
      {output?.output && <pre className="output">{output.output}</pre>}
      {output?.images.map(({ mediaType, data }) => (
        // biome-ignore lint/performance/noImgElement: what code draws is in no file that a server could make smaller.
        <img key={data} src={`data:${mediaType};base64,${data}`} alt="Drawn by the program above" />
      ))}
    </figure>
  );
}
