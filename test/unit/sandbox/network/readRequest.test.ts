import { describe, expect, it } from 'vitest';
import { readNetworkOptions } from '../../../../src/sandbox/network/network.ts';
import { readRequest } from '../../../../src/sandbox/network/readRequest.ts';

const ORIGINS = ['https://api.example.org', 'https://bücher.example:8443', 'http://localhost:8000'];
const NETWORK = readNetworkOptions({ origins: ORIGINS, methods: ['GET', 'POST'], limits: { requestSize: 10 } });

const read = (url: string, more: object = {}) => readRequest({ url, method: 'GET', ...more }, NETWORK);

describe('an address is allowed', () => {
  it.each([
    ['https://api.example.org', 'https://api.example.org/'],
    ['HTTPS://API.example.org:443/a?b#c', 'https://api.example.org/a?b#c'],
    ['https://xn--bcher-kva.example:8443/', 'https://xn--bcher-kva.example:8443/'],
    ['http://localhost:8000/../x', 'http://localhost:8000/x'],
  ])('if its origin is in the list: %s', (given, sent) => {
    expect(read(given).url.href).toBe(sent);
  });
});

describe('an address is refused', () => {
  it.each([
    'http://api.example.org/',
    'https://api.example.org:8443/',
    'https://api.example.org./',
    'https://example.org/',
    'https://a.api.example.org/',
    'https://api.example.org.evil.example/',
    'https://api.example.org@evil.example/',
    'https://evil.example\\@api.example.org/',
    'https://user:secret@api.example.org/',
    'https://api.example.org\u3002evil.example/',
    'https://api.еxample.org/',
    'https://bucher.example:8443/',
    'http://127.0.0.1:8000/',
    '//api.example.org/',
    '/relative',
    'file:///etc/passwd',
    'data:text/plain,https://api.example.org/',
    'blob:https://api.example.org/4f0c1a6e-0000-4000-8000-000000000000',
    'javascript:fetch("https://api.example.org")',
    'wss://api.example.org/',
  ])('if its origin is another, or none: %s', (given) => {
    expect(() => read(given)).toThrow();
  });
});

describe('a request is refused', () => {
  it.each([
    ['with a method that the page does not list', { method: 'DELETE' }, /GET, POST, not DELETE/],
    ['with a body that is too large', { method: 'POST', body: btoa('x'.repeat(11)) }, /at most 10 bytes/],
    ['with a body that is not what it says', { method: 'POST', body: '%' }, /base64/],
    ['with a body that GET does not have', { body: btoa('x') }, /no body with GET/],
    ['with a header that breaks the line', { headers: { 'x-key': 'a\r\nHost: evil.example' } }, /x-key/],
  ])('%s', (_, more, reason) => {
    expect(() => read('https://api.example.org/', more)).toThrow(reason);
  });
});
