import { describe, expect, test } from '@jest/globals';
import { allowsBroker, type BrokerPattern, parseBrokerPattern } from '../../../src/model/broker-pattern.ts';

function pattern(text: string): BrokerPattern {
  const parsed = parseBrokerPattern(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.problem}`);
  return parsed.pattern;
}

describe('brokers that a spec may name', () => {
  test.each([
    ['kafka-1.corp.example:9093', 'kafka-1.corp.example:9093'],
    ['Kafka-1.CORP.example:*', 'kafka-1.corp.example:*'],
    ['kafka-1.corp.example.:9093', 'kafka-1.corp.example:9093'],
    ['localhost:9093', 'localhost:9093'],
    ['10.1.2.3:9093', '10.1.2.3:9093'],
    ['[2001:DB8::1]:9093', '[2001:db8:0:0:0:0:0:1]:9093'],
    ['[::ffff:10.1.2.3]:9093', '10.1.2.3:9093'],
    ['b-*.prod.x1.kafka.example:9096', 'b-*.prod.x1.kafka.example:9096'],
    ['*-pkc-1.eu-west-1.AWS.confluent.cloud:*', '*-pkc-1.eu-west-1.aws.confluent.cloud:*'],
    ['B-*-x.a.b.c:1', 'b-*-x.a.b.c:1'],
    ['*.a.b.c:65535', '*.a.b.c:65535'],
  ])('%s', (written, text) => expect(pattern(written).text).toBe(text));

  test.each([
    ['kafka-1.corp.example', 'is not host:port'],
    ['', 'is not host:port'],
    ['*', 'is not host:port'],
    ['*:*', 'covers too much'],
    [':9093', 'has no host'],
    ['k:', 'no port'],
    ['k:0', 'no port'],
    ['k:65536', 'no port'],
    ['k:909*', 'no port'],
    ['k:9092-9099', 'no port'],
    ['k:9092,k:9093', 'no port'],
    ['k: 9092', 'no port'],
    ['ssl://k:9092', 'no port'],
    ['me@k.a.b.c:9092', 'has no host'],
    ['me:pw@k:9092', 'no port'],
    ['k/x:9092', 'has no host'],
    ['k a:9092', 'has no host'],
    [' k:9092', 'has no host'],
    ['k..corp:9092', 'has no host'],
    ['.corp:9092', 'has no host'],
    ['k.corp..:9092', 'has no host'],
    ['kafka-1.caf\u00e9.example:9092', 'has no host'],
    ['\u212aafka.corp.example:9092', 'has no host'],
    ['k\uff0ecorp:9092', 'has no host'],
    [`${'a'.repeat(64)}.corp:9092`, 'has no host'],
    ['::1:9092', 'is not host:port'],
    ['[::1:9092', 'is not host:port'],
    ['[localhost]:9092', 'no IPv6 address'],
    ['[10.1.2.3]:9092', 'no IPv6 address'],
    ['[]:9092', 'no IPv6 address'],
    ['[2001:db8::*]:9092', 'is a pattern for addresses'],
    ['10.1.2.*:9092', 'is a pattern for addresses'],
    ['1*.2.3.4:9092', 'is a pattern for addresses'],
    ['*.a.b.0x7f:9092', 'is a pattern for addresses'],
    ['b-*.prod.*.kafka.example:9096', 'may have one *, inside the first label'],
    ['b*-*.prod.x1.kafka.example:9096', 'may have one *, inside the first label'],
    ['**.prod.x1.kafka.example:9096', 'may have one *, inside the first label'],
    ['b-1.*.x1.kafka.example:9096', 'may have one *, inside the first label'],
    ['*.kafka.example:9096', 'covers too much'],
    ['b-*.kafka.example.:9096', 'covers too much'],
    ['b-*.a.b..c:9096', 'has no host'],
    ['b-*...:9096', 'has no host'],
    ['xn--*.a.b.c:9096', 'internationalised label'],
    ['b-*.caf\u00e9.b.c:9096', 'has no host'],
  ])('%s is refused', (written, problem) => {
    expect(parseBrokerPattern(written)).toMatchObject({
      ok: false,
      problem: expect.stringContaining(problem),
      hint: expect.stringMatching(/\.$/),
    });
  });
});

describe('brokers that may be contacted', () => {
  test.each([
    ['kafka-1.corp.example:9093', 'KAFKA-1.corp.example.', 9093],
    ['kafka-1.corp.example:*', 'kafka-1.corp.example', 1],
    ['[::1]:9093', '0:0:0:0:0:0:0:1', 9093],
    ['10.1.2.3:9093', '::ffff:10.1.2.3', 9093],
    ['b-*.prod.x1.kafka.example:9096', 'b-1.prod.x1.kafka.example', 9096],
    ['b-*.prod.x1.kafka.example:9096', 'B-12.Prod.X1.kafka.example.', 9096],
    ['*-pkc.a.b.c:9092', 'b0-pkc.a.b.c', 9092],
    ['*.a.b.c:9092', 'b_0.a.b.c', 9092],
  ])('%s covers %s', (written, host, port) => {
    expect(allowsBroker(pattern(written), { host, port })).toBe(true);
  });

  test.each([
    ['kafka-1.corp.example:9093', 'kafka-1.corp.example', 9094],
    ['kafka-1.corp.example:9093', 'kafka-1.corp.example..', 9093],
    ['kafka-1.corp.example:9093', 'kafka-1.corp.example.attacker.example', 9093],
    ['kafka-1.corp.example:9093', '\u212aafka-1.corp.example', 9093],
    ['kafka-1.corp.example:9093', 'kafka-1\u3002corp.example', 9093],
    ['kafka-1.corp.example:9093', 'kafka-1.corp.example\0', 9093],
    ['kafka-1.corp.example:9093', 'me@kafka-1.corp.example', 9093],
    ['kafka-1.corp.example:*', 'kafka-1.corp.example', 0],
    ['kafka-1.corp.example:*', 'kafka-1.corp.example', 65_536],
    ['kafka-1.corp.example:*', 'kafka-1.corp.example', -1],
    ['127.0.0.1:*', '127.1', 9092],
    ['127.0.0.1:*', '2130706433', 9092],
    ['127.0.0.1:*', '0177.0.0.1', 9092],
    ['[::1]:9093', '[::1]', 9093],
    ['b-*.prod.x1.kafka.example:9096', 'b-1.prod.x1.kafka.example', 9098],
    ['b-*.prod.x1.kafka.example:9096', 'b-.prod.x1.kafka.example', 9096],
    ['b-*.prod.x1.kafka.example:9096', 'b-1.evil.prod.x1.kafka.example', 9096],
    ['b-*.prod.x1.kafka.example:9096', 'evil.b-1.prod.x1.kafka.example', 9096],
    ['b-*.prod.x1.kafka.example:9096', 'b-1.prod.x1.kafka.example.attacker.example', 9096],
    ['b-*.prod.x1.kafka.example:9096', 'b-1.prod.x1.kafka.exampl', 9096],
    ['b-*.prod.x1.kafka.example:9096', 'b-1@attacker.example/.prod.x1.kafka.example', 9096],
    ['b-*.prod.x1.kafka.example:9096', 'b-1\u3002evil.prod.x1.kafka.example', 9096],
    ['b-*.prod.x1.kafka.example:9096', 'prod.x1.kafka.example', 9096],
    ['a-*-a.a.b.c:9092', 'a-a.a.b.c', 9092],
    ['x*.a.b.c:9092', 'xn--80ak6aa92e.a.b.c', 9092],
    ['*.a.b.c:9092', '.a.b.c', 9092],
    ['*.a.b.c:9092', 'a.b.c', 9092],
  ])('%s does not cover %s:%i', (written, host, port) => {
    expect(allowsBroker(pattern(written), { host, port })).toBe(false);
  });
});
