import type { Cassette } from '../src/cassette/format.ts';
import { recordFetch } from '../src/cassette/record.ts';
import { demoAccess, demoFiles } from '../src/chat/demo/demos.ts';
import { connect } from '../src/chat/live/connect.ts';
import type { LiveSettings } from '../src/chat/live/settings.ts';
import type { SandboxOptions } from '../src/sandbox/options.ts';
import { Sandbox } from '../src/sandbox/sandbox.ts';

/** Has a demo's conversation with the API at `baseUrl`, as the page does when it plays the demo, and records it. */
export async function recordInPage(
  demo: Cassette,
  { api, baseUrl }: { api: LiveSettings['api']; baseUrl: string },
  options: SandboxOptions,
): Promise<Cassette> {
  const recorder = recordFetch((...request) => fetch(...request));
  const access = { ...(await demoAccess(demo, 'instant')), api, httpOptions: { baseUrl, fetch: recorder.fetch } };
  await using sandbox = await Sandbox.create(options);
  const connection = await connect(access, async () => sandbox);
  const { signal } = new AbortController();
  for (const [index, question] of demo.prompts.entries()) {
    await connection.ask({ question, files: index === 0 ? demoFiles(demo) : [], signal, onEvent: () => {} });
  }
  return recorder.cassette(demo);
}
