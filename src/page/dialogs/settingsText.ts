import type { LiveSettings } from '../../chat/live/settings.ts';
import { settings as words } from '../../language/en/settings.ts';

/** One of several choices, with a sentence about it. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly about: string;
}

export function providerChoices(): readonly Choice<LiveSettings['provider']>[] {
  return [
    { value: 'gemini', label: 'Gemini', about: words.geminiAbout },
    { value: 'openai', label: words.openai, about: words.openaiAbout },
    { value: 'built-in', label: words.builtIn, about: words.builtInAbout },
  ];
}

export function modeChoices(): readonly Choice<LiveSettings['mode']>[] {
  return [
    { value: 'local', label: words.local, about: words.localAbout },
    { value: 'server', label: words.atGoogle, about: words.atGoogleAbout },
    { value: 'auto', label: words.auto, about: words.autoAbout },
    { value: 'demos', label: words.demos, about: words.demosAbout },
  ];
}

export function packageChoices(): readonly Choice<LiveSettings['packages']>[] {
  return [
    { value: 'vendored', label: words.vendored, about: words.vendoredAbout },
    { value: 'distribution', label: words.distribution, about: words.distributionAbout },
    { value: 'pypi', label: words.pypi, about: words.pypiAbout },
  ];
}
