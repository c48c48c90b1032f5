// Text that becomes code.
// tries: eval, the constructors of functions, and timers that take text
// must: have the policy refuse every one
const said = [];
const AsyncFunction = (async () => {}).constructor;
const GeneratorFunction = function* () {}.constructor;
for (const attempt of [
  // biome-ignore lint/complexity/noCommaOperator: this is how eval is called in the global scope
  () => (0, eval)('1'),
  () => new Function('return 1')(),
  () => new AsyncFunction('return 1')(),
  () => new GeneratorFunction('yield 1')(),
  () => Reflect.construct(Function, ['return 1'])(),
]) {
  try {
    attempt();
    console.log('escaped: the text ran');
  } catch (error) {
    said.push(error.name);
  }
}
console.log(`blocked: ${said}`);
