import { cancel, intro, isCancel, select, text } from '@clack/prompts';
import { bundlersOf, CHOICES, type Choice, DEFAULTS, providersOf } from './choices.ts';

/** What is known of an application before its questions are asked. */
interface Known {
  folder: string | undefined;
  choice: Partial<Choice>;
}

/**
 * Asks on the terminal for what is not known yet.
 *
 * @returns `undefined` if the user cancels
 */
export async function askQuestions({ folder, choice }: Known): Promise<{ folder: string; choice: Choice } | undefined> {
  intro('Glovebox: Python that a model writes, run in the browser');
  try {
    const place = folder ?? (await answered(text({ message: 'Which folder?', initialValue: 'glovebox-app' })));
    const template =
      choice.template ?? (await answered(select({ message: 'What do you want?', ...optionsOf('template') })));
    const bundler = choice.bundler ?? (await askOneOf('bundler', 'How is it built?', bundlersOf(template)));
    const provider =
      choice.provider ??
      (await askOneOf('provider', 'Which model writes the code?', providersOf({ template, bundler })));
    return { folder: place, choice: { template, bundler, provider } };
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    cancel('Nothing was written.');
    return undefined;
  }
}

class Cancelled extends Error {}

/** @throws Cancelled */
async function answered<Value>(asking: Promise<Value>): Promise<Exclude<Value, symbol>> {
  const answer = await asking;
  if (isCancel(answer)) throw new Cancelled();
  return answer as Exclude<Value, symbol>;
}

/** Asks nothing if there is one answer only. */
async function askOneOf<Name extends keyof Choice>(
  name: Name,
  message: string,
  values: Choice[Name][],
): Promise<Choice[Name]> {
  const [only, ...others] = values;
  if (only !== undefined && others.length === 0) return only;
  return answered(select<string>({ message, ...optionsOf(name, values) })) as Promise<Choice[Name]>;
}

function optionsOf<Name extends keyof Choice>(name: Name, values = Object.keys(CHOICES[name]) as Choice[Name][]) {
  const hints: Readonly<Record<string, string>> = CHOICES[name];
  const options = values.map((value) => ({
    value: value as Choice[Name] & string,
    label: value,
    hint: hints[value] ?? '',
  }));
  const initialValue = values.includes(DEFAULTS[name]) ? DEFAULTS[name] : values[0];
  return { options, ...(initialValue && { initialValue: initialValue as Choice[Name] & string }) };
}
