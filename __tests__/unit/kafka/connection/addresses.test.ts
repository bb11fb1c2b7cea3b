import { describe, expect, test } from '@jest/globals';
import { AllowedBrokers, formatAddress, parseAddress } from '../../../../src/kafka/connection/addresses.ts';
import { parseBrokerPattern } from '../../../../src/model/broker-pattern.ts';

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
  const allowed = new AllowedBrokers({
    cluster: 'onprem',
    bootstrapServers: ['Kafka-1.corp.example:9093', '10.1.2.3:9093'],
  });

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
        message: `onprem names a broker at ${host}:9093, which is not among its bootstrap_servers, so nothing was sent there; list it under brokers, beside the bootstrap servers, if it belongs to the cluster`,
      }),
    );
  });
});

describe('a list of brokers', () => {
  const listed = parseBrokerPattern('b-*.prod.kafka.example:9096');
  if (!listed.ok) throw new Error(listed.problem);
  const allowed = new AllowedBrokers({
    cluster: 'msk',
    bootstrapServers: ['b-1.prod.kafka.example:9096', 'other.corp.example:9096'],
    brokers: [listed.pattern],
  });

  test('covers what it names, at the port that it names', () => {
    expect(() => allowed.check({ host: 'b-6.prod.kafka.example', port: 9096 })).not.toThrow();
    expect(allowed.allows({ host: 'b-6.prod.kafka.example', port: 9098 })).toBe(false);
  });

  test('replaces the hosts of bootstrap_servers', () => {
    expect(() => allowed.check({ host: 'other.corp.example', port: 9096 })).toThrow(
      'msk names a broker at other.corp.example:9096, which is not among its brokers, so nothing was sent there; add it to brokers if it belongs to the cluster',
    );
  });
});
