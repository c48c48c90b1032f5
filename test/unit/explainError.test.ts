import { ApiError } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { EngineDownloadError } from '../../src/errors.ts';
import { explainError } from '../../src/ui/explainError.ts';

function apiError(status: number, message: string): ApiError {
  return new ApiError({ status, message: JSON.stringify({ error: { code: status, message } }) });
}

describe('an error on the page', () => {
  it('sends a reader whose key is refused to the settings, with the API’s own sentence', () => {
    expect(explainError(apiError(400, 'API key not valid. Please pass a valid API key.'))).toMatchObject({
      title: 'The API key was refused',
      detail: 'API key not valid. Please pass a valid API key.',
      settings: true,
    });
  });

  it.each([
    [404, 'There is no such model'],
    [429, 'The limit of this key is reached'],
    [503, 'The model is not available just now'],
    [400, 'The model refused the request'],
  ])('says what a status of %i means', (status, title) => {
    expect(explainError(apiError(status, 'because')).title).toBe(title);
  });

  it('says that Python could not be downloaded, and from where', () => {
    const { title, detail } = explainError(
      new EngineDownloadError('https://page.example/pyodide/pyodide.mjs', 'the server answered 404'),
    );
    expect(title).toBe('Python could not be downloaded');
    expect(detail).toContain('https://page.example/pyodide/pyodide.mjs');
  });

  it('says that there is no connection', () => {
    expect(explainError(new TypeError('Failed to fetch')).title).toBe('The model could not be reached');
  });

  it('shows what it does not know in the words of whoever raised it', () => {
    expect(explainError('odd')).toMatchObject({ title: 'Something went wrong', detail: 'odd' });
  });
});
