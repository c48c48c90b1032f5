/** An agent in a frame: it connects to the page around it, whose origin is in its address, and shows what it got. */
import { Client } from '@modelcontextprotocol/client';
import { windowClientTransport } from '../../../src/entries/mcp.ts';

const client = new Client({ name: 'framed-agent', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
const show = (label: string, value: unknown) => {
  const line = document.createElement('p');
  line.id = label;
  line.textContent = JSON.stringify(value);
  document.body.append(line);
};

await client.connect(windowClientTransport({ origin: new URLSearchParams(location.search).get('page') ?? '' }));
show('version', client.getNegotiatedProtocolVersion());
const { tools } = await client.listTools();
show(
  'tools',
  tools.map(({ name }) => name),
);

const progress: unknown[] = [];
const code = "print('one')\nopen('squares.csv', 'w').write('4,16\\n')\nprint(4 * 4)";
const onprogress = ({ message }: { message?: string | undefined }) => void progress.push(message);
const result = await client.callTool({ name: 'run_python', arguments: { code } }, { onprogress });
show('result', result.structuredContent);
show('progress', progress.join(''));
const { contents } = await client.readResource({ uri: 'sandbox:///squares.csv' });
show('file', contents);
