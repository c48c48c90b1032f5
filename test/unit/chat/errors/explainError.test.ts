import { ApiError } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { explainError } from '../../../../src/chat/errors/explainError.ts';
import { EngineDownloadError } from '../../../../src/errors.ts';

/** As the SDK makes it of an answer: what is no JSON becomes its message, beside the status text of HTTP. */
function apiError(code: number, message: string, status = 'NOT_FOUND'): ApiError {
  return new ApiError({ status: code, message: JSON.stringify({ error: { code, message, status } }) });
}

describe('an error on the page', () => {
  it('sends a user whose key is refused to the settings, with the API’s own sentence', () => {
    expect(explainError(apiError(400, 'API key not valid. Please pass a valid API key.'))).toMatchObject({
      title: 'The API key was refused',
      detail: 'API key not valid. Please pass a valid API key.',
      settings: true,
      remedy: 'key',
    });
  });

  it('offers another model if there is none of that name, and the proxy’s address if something else answered', () => {
    expect(explainError(apiError(404, 'models/x is not found for API version v1beta'))).toMatchObject({
      title: 'There is no such model',
      remedy: 'model',
    });
    const page = '<!DOCTYPE html><html><head><title>404 Not Found</title></head><body><h1>nginx</h1></body></html>';
    expect(explainError(apiError(404, page, 'Not Found'))).toMatchObject({
      title: 'The answer did not come from the Gemini API',
      detail: 'A web page came back: “404 Not Found”.',
      remedy: 'address',
    });
  });

  it('does not send a user to whom Google does not answer to try again', () => {
    const error = apiError(400, 'User location is not supported for the API use.', 'FAILED_PRECONDITION');
    expect(explainError(error)).toMatchObject({
      title: 'The Gemini API is not available in your region',
      remedy: 'demos',
    });
  });

  it.each([
    [404, 'There is no such model'],
    [429, 'The quota of this key is used up'],
    [503, 'The model is unavailable'],
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

  it('shows what it does not know in the words of the code that raised it', () => {
    expect(explainError('odd')).toMatchObject({ title: 'Something went wrong', detail: 'odd' });
  });
});
