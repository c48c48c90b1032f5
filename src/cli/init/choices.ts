import { UsageError } from '../commandLine.ts';

/** What can be chosen, each with what it is for. */
export const CHOICES = {
  template: {
    page: 'a page with a field for questions, which shows code, output and answers',
    library: 'a few lines that ask once: a beginning for an app of your own',
    widget: 'a page with <glove-box> and <glove-cell>',
  },
  bundler: { vite: 'Vite, with TypeScript', none: 'static files, no build step' },
  provider: {
    gemini: 'Gemini',
    openai: 'OpenAI; in the widget, any server with its API, such as Ollama',
    anthropic: 'Claude',
    'ai-sdk': 'the Vercel AI SDK',
    none: 'no model: only Python',
  },
} as const;

/** An application to write. */
export interface Choice {
  template: keyof (typeof CHOICES)['template'];
  bundler: keyof (typeof CHOICES)['bundler'];
  provider: keyof (typeof CHOICES)['provider'];
}

export const DEFAULTS: Choice = { template: 'page', bundler: 'vite', provider: 'gemini' };

/** The providers that an application of this kind can have. */
export function providersOf({ template, bundler }: Omit<Choice, 'provider'>): Choice['provider'][] {
  if (template === 'widget') return ['gemini', 'openai', 'none'];
  // The SDKs of models import other packages.
  return bundler === 'none' ? ['none'] : ['gemini', 'openai', 'anthropic', 'ai-sdk', 'none'];
}

/** The bundlers that an application of this kind can have. */
export function bundlersOf(template: Choice['template']): Choice['bundler'][] {
  return template === 'page' ? ['vite'] : ['vite', 'none'];
}

/** @throws UsageError that says what to choose instead */
export function checkChoice({ template, bundler, provider }: Choice): void {
  if (!bundlersOf(template).includes(bundler))
    throw new UsageError(
      `The template ${template} needs a bundler: --bundler vite. Without one there are library and widget.`,
    );
  const providers = providersOf({ template, bundler });
  if (providers.includes(provider)) return;
  const instead = providers.map((name) => `--provider ${name}`).join(', ');
  throw new UsageError(
    template === 'widget'
      ? `The widget does not ask ${provider}: choose ${instead}.`
      : `Without a bundler, the SDK of ${provider} can't be loaded: choose ${instead}, or --bundler vite.`,
  );
}

/** @throws UsageError if a value is none of the choices */
export function readChoice<Name extends keyof Choice>(name: Name, value: string): Choice[Name] {
  if (Object.hasOwn(CHOICES[name], value)) return value as Choice[Name];
  throw new UsageError(`--${name} takes ${Object.keys(CHOICES[name]).join(', ')}; not "${value}".`);
}
