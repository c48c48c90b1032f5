import { expect } from 'vitest';
import type { OpenedPage } from '../openBrowser.ts';

/** Does what the lesson of examples/sites asks. */
export async function learn({ page, complaints }: OpenedPage): Promise<void> {
  const cell = page.locator('glove-cell#mean');
  await cell.getByRole('textbox', { name: 'Python code' }).fill('def mean(numbers):\n    return 2');
  await cell.getByRole('button', { name: 'Check' }).click();
  await cell.getByText('Not yet. The mean of 1 & 2 is 1.5.').waitFor();
  await cell.getByRole('button', { name: 'Hint' }).click();
  await cell.getByText('Divide by how many there are: not < 1.').waitFor();
  await cell
    .getByRole('textbox', { name: 'Python code' })
    .fill('def mean(numbers):\n    return sum(numbers) / len(numbers)\nmean(numbers)');
  await cell.getByRole('button', { name: 'Check' }).click();
  await cell.getByText('Correct, after 2 attempts.').waitFor();
  await cell.getByText('2.33').waitFor();
  expect(await page.locator('glove-cell').count()).toBe(2);
  expect(await page.locator('iframe:visible').count()).toBe(0);
  expect(complaints).toEqual([]);
}
