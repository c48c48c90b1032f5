import { settings as words } from '../../language/en/settings.ts';
import { fill } from '../../language/fill.ts';
import {
  DEFAULT_MODEL,
  invalidIn,
  type LiveSettings,
  MEMORIES,
  type ProviderName,
  SERVER_EXAMPLE,
  TIMEOUTS,
} from './settings.ts';

/** The error of each invalid setting, for the user. */
export type SettingsProblems = Partial<Record<keyof LiveSettings, string>>;

/** The settings of a provider, which don't matter while another is chosen. */
const OF_PROVIDER: Partial<Record<keyof LiveSettings, ProviderName>> = {
  apiKey: 'gemini',
  model: 'gemini',
  api: 'gemini',
  baseUrl: 'gemini',
  serverUrl: 'openai',
  serverKey: 'openai',
  serverModel: 'openai',
};

/** Returns the problems that matter with the chosen provider. */
export function problemsOf(settings: LiveSettings): SettingsProblems {
  const { serverUrl, serverModel, provider } = settings;
  const problems: SettingsProblems = {
    ...explain(invalidIn(settings)),
    ...(serverUrl === '' && { serverUrl: fill(words.enterServer, { example: SERVER_EXAMPLE }) }),
    ...(serverModel === '' && { serverModel: words.enterOrListModel }),
  };
  const matters = (name: string) => (OF_PROVIDER[name as keyof LiveSettings] ?? provider) === provider;
  return Object.fromEntries(Object.entries(problems).filter(([name]) => matters(name)));
}

/** What the texts about a setting name. */
const VALUES: Partial<Record<keyof LiveSettings, Record<string, string | number>>> = {
  model: { example: DEFAULT_MODEL },
  baseUrl: { example: 'https://proxy.example.com' },
  serverUrl: { example: SERVER_EXAMPLE },
  timeout: TIMEOUTS,
  memory: MEMORIES,
};

function explain(invalid: ReturnType<typeof invalidIn>): SettingsProblems {
  const explained = Object.entries(invalid).map(([name, problem]) => {
    const text: string = words[problem];
    const values = Object.entries(VALUES[name as keyof LiveSettings] ?? {}).map(([key, value]) => [key, String(value)]);
    return [name, fill(text, Object.fromEntries(values))];
  });
  return Object.fromEntries(explained);
}
