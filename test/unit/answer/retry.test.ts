import { APIConnectionError, APIError } from 'openai';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY, delayAfter } from '../../../src/answer/retry.ts';

const HOUR = 3_600_000;

function refusal(status: number, headers: Record<string, string> = {}, error: object = { message: 'Slow down.' }) {
  return APIError.generate(status, { error }, undefined, new Headers(headers));
}

function delay(error: unknown, attempt = 1): number | undefined {
  return delayAfter(error, attempt, { ...DEFAULT_RETRY, initialDelayMs: 1000, maxDelayMs: 60_000 });
}

describe('a request that fails temporarily', () => {
  it('is repeated when the headers of the error ask for it', () => {
    expect(delay(refusal(429, { 'retry-after': '7' }))).toBe(7000);
    expect(delay(refusal(503, { 'retry-after': ' 0.5 ' }))).toBe(500);
    expect(delay(refusal(429, { 'retry-after-ms': '1234', 'retry-after': '7' }))).toBe(1234);
  });

  it('is repeated at once if the date in the header is past', () => {
    expect(delay(refusal(429, { 'retry-after': new Date(Date.now() - HOUR).toUTCString() }))).toBe(0);
  });

  it('is not repeated if the headers ask for a longer pause than the longest', () => {
    expect(delay(refusal(429, { 'retry-after': '61' }))).toBeUndefined();
    expect(delay(refusal(429, { 'retry-after': new Date(Date.now() + HOUR).toUTCString() }))).toBeUndefined();
  });

  it('is repeated after a pause of its own if the headers make no sense', () => {
    const pause = delay(refusal(429, { 'retry-after': 'soon' })) ?? Number.NaN;
    expect(pause).toBeGreaterThanOrEqual(500);
    expect(pause).toBeLessThanOrEqual(1000);
  });

  it('is repeated if the API is overloaded or the connection broke', () => {
    expect(delay(refusal(529))).toBeDefined();
    expect(delay(new APIConnectionError({ cause: new TypeError('fetch failed') }))).toBeDefined();
  });
});

describe('a request that fails for good', () => {
  it('is not repeated if the account has no credit', () => {
    const error = { message: 'You exceeded your current quota.', code: 'insufficient_quota' };
    expect(delay(refusal(429, {}, error))).toBeUndefined();
  });

  it('is not repeated after a mistake in the request', () => {
    expect(delay(refusal(400, { 'retry-after': '1' }))).toBeUndefined();
  });
});
