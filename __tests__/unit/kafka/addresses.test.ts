import { describe, expect, test } from '@jest/globals';
import { AllowedHosts, formatAddress, parseAddress } from '../../../src/kafka/connection/addresses.ts';

describe('bootstrap_servers', () => {
  test.each([
    ['kafka-1.corp.example:9093', 'kafka-1.corp.example', 9093],
    ['10.1.2.3:9092', '10.1.2.3', 9092],
    ['[2001:db8::1]:9092', '2001:db8::1', 9092],
  ])('%s', (text, host, port) => {
    expect(parseAddress(text)).toEqual({ host, port });
    expect(formatAddress(parseAddress(text))).toBe(text);
  });

  test.each([
    'kafka-1',
    'kafka-1:',
    ':9092',
    'kafka-1:0',
    'kafka-1:70000',
    '2001:db8::1:9092',
    'a b:9092',
    'kafka:9092/x',
  ])('%s is refused', (text) => {
    expect(() => parseAddress(text)).toThrow('is not host:port');
  });
});

describe('hosts that may be contacted', () => {
  const allowed = new AllowedHosts('onprem', [
    { host: 'Kafka-1.corp.example', port: 9093 },
    { host: '10.1.2.3', port: 9093 },
  ]);

  test.each([
    ['the host itself', 'kafka-1.corp.example', 9093],
    ['another port: the next broker behind the same host', 'kafka-1.corp.example', 9194],
    ['other case and a final dot', 'KAFKA-1.corp.example.', 9093],
    ['an address', '10.1.2.3', 9093],
  ])('%s', (_, host, port) => {
    expect(() => allowed.check({ host, port })).not.toThrow();
  });

  test.each([
    ['another host of the domain', 'kafka-2.corp.example'],
    ['a longer name', 'kafka-1.corp.example.attacker.example'],
    ['a shorter name', 'corp.example'],
    ['an address that the name may have', '10.1.2.4'],
    ['loopback', 'localhost'],
  ])('%s is refused, named, and the next step is said', (_, host) => {
    expect(() => allowed.check({ host, port: 9093 })).toThrow(
      expect.objectContaining({
        code: 'not-contacted',
        message: expect.stringContaining(`add ${host}:9093 to bootstrap_servers`),
      }),
    );
  });
});
