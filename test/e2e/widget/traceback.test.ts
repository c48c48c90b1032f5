import { expect, it } from 'vitest';
import { openSite, SCRIPT } from './site.ts';

it('the lines of a traceback do not wrap in a narrow cell: their marks stay under their words', async () => {
  const { page } = await openSite(`<div style="width: 20rem">${SCRIPT}
    <glove-cell>first_values_of_all, second_values = [1, 2, 3, 4], [missing_value / 2, "and a text"]</glove-cell></div>`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const output = page.getByLabel('Output of the code');
  await output.getByText('NameError').waitFor();
  const lines = await output.locator('.code').evaluateAll((spans) =>
    spans.map((span) => {
      const height = span.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(span).lineHeight);
      return { written: span.textContent?.trimEnd().split('\n').length, shown: Math.round(height) };
    }),
  );
  expect(lines.length).toBeGreaterThan(0);
  for (const { written, shown } of lines) expect(shown).toBe(written);
  await output.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => output.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
});
