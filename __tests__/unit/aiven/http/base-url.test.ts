import { describe, expect, test } from '@jest/globals';
import { encodePath, parseBaseUrl } from '../../../../src/aiven/http/base-url.ts';

describe('the address that the token is sent to', () => {
  test.each([
    ['https://api.aiven.io', 'https://api.aiven.io'],
    ['https://api.aiven.io/', 'https://api.aiven.io'],
    ['https://aiven.corp.example:8443', 'https://aiven.corp.example:8443'],
    ['http://127.0.0.1:4711', 'http://127.0.0.1:4711'],
    ['http://localhost:4711/', 'http://localhost:4711'],
    ['http://[::1]:4711', 'http://[::1]:4711'],
  ])('accepts %s', (text, origin) => {
    expect(parseBaseUrl(text)).toBe(origin);
  });

  test.each([
    '',
    ' ',
    'api.aiven.io',
    '//api.aiven.io',
    'http://api.aiven.io',
    'http://10.0.0.1',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1@evil.example',
    'http://0x7f.0.0.1',
    'http://2130706433',
    'http://017700000001',
    'http://127.1',
    'http://0.0.0.0:80',
    'http://[::ffff:127.0.0.1]',
    'https://api.aiven.io@evil.example',
    'https://user@api.aiven.io',
    'https://user:password@api.aiven.io',
    'https://api.aiven.io:@evil.example',
    'https://evil.example#api.aiven.io',
    'https://evil.example?api.aiven.io',
    'https://evil.example\\@api.aiven.io',
    'https:\\\\api.aiven.io',
    'https:/api.aiven.io',
    'https:api.aiven.io',
    'https:///api.aiven.io',
    'https://api.aiven.io.',
    'https://api.aiven.io/v1',
    'https://api.aiven.io//',
    'https://api.aiven.io/..',
    'https://api.aiven.io/?',
    'https://api.aiven.io#',
    ' https://api.aiven.io',
    'https://api.aiven.io ',
    'https://api.aiven.io\n',
    'https://api\t.aiven.io',
    'ht\ntps://api.aiven.io',
    'HTTPS://api.aiven.io',
    'https://API.aiven.io',
    'https://api。aiven.io',
    'https://аpi.aiven.io',
    'https://api.aiven.io:443',
    'https://%61pi.aiven.io',
    'ftp://api.aiven.io',
    'file:///etc/passwd',
    'data:application/json,{}',
    'javascript:1',
    'ws://127.0.0.1',
    'http+unix://127.0.0.1',
  ])('refuses %j', (text) => {
    expect(() => parseBaseUrl(text)).toThrow(/Aiven API address/);
  });
});

describe('paths', () => {
  test.each([
    [['v1', 'a b'], '/v1/a%20b'],
    [['v1', 'a/b'], '/v1/a%2Fb'],
    [['v1', 'a?b#c'], '/v1/a%3Fb%23c'],
    [['v1', '%2e%2e'], '/v1/%252e%252e'],
    [['v1', 'orders.created'], '/v1/orders.created'],
    [['v1', 'ümlaut'], '/v1/%C3%BCmlaut'],
  ])('%j becomes %s', (segments, path) => {
    expect(encodePath(segments)).toBe(path);
    expect(new URL(path, 'https://api.aiven.io').pathname).toBe(path);
  });

  test.each([[['v1', '..']], [['v1', '.']], [['v1', '']], [['v1', '\uD800']]])('refuses %j', (segments) => {
    expect(encodePath(segments)).toBeUndefined();
  });
});
