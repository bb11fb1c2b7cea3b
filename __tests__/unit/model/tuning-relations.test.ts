import { describe, expect, test } from '@jest/globals';
import {
  type IntegrationTuningKey,
  integrationTuningDefaults,
  type StatedTuning,
} from '../../../src/model/integration.ts';
import { brokenTuning, statedTuning, tuningSeverity } from '../../../src/model/limits/tuning-relations.ts';
import { isRuleCode, severityOf } from '../../../src/spec/rules/rules.ts';

const tuningKeys = Object.keys(integrationTuningDefaults) as readonly IntegrationTuningKey[]; // its own keys

const broken = (tuning: StatedTuning) =>
  brokenTuning(statedTuning(tuning)).map(({ code, keys }) => `${code} ${keys.join(' ')}`);

/** What each key is checked against; the compiler asks for new ones. */
const relatives: { readonly [K in IntegrationTuningKey]: readonly IntegrationTuningKey[] | 'nothing' } = {
  consumer_auto_offset_reset: 'nothing',
  consumer_fetch_max_bytes: ['consumer_fetch_min_bytes'],
  consumer_fetch_max_wait_ms: ['consumer_request_timeout_ms'],
  consumer_fetch_min_bytes: ['consumer_fetch_max_bytes', 'consumer_max_partition_fetch_bytes'],
  consumer_max_partition_fetch_bytes: ['consumer_fetch_min_bytes'],
  consumer_max_poll_records: 'nothing',
  consumer_receive_buffer_bytes: [],
  consumer_request_timeout_ms: ['consumer_fetch_max_wait_ms'],
  producer_batch_size: ['producer_max_request_size'],
  producer_buffer_memory: ['producer_max_request_size'],
  producer_compression_type: 'nothing',
  producer_linger_ms: 'nothing',
  producer_max_request_size: ['producer_batch_size', 'producer_buffer_memory'],
  producer_request_timeout_ms: [],
  producer_send_buffer_bytes: [],
};

describe('tuning of one integration', () => {
  test("Aiven's defaults go together, and so does nothing at all", () => {
    expect(broken(integrationTuningDefaults)).toEqual([]);
    expect(broken({})).toEqual([]);
    expect(broken(Object.fromEntries(tuningKeys.map((key) => [key, null])))).toEqual([]);
  });

  test.each<[StatedTuning, string[]]>([
    [
      { consumer_fetch_max_wait_ms: 30_000, consumer_request_timeout_ms: 30_000 },
      ['consumer_request_timeout_ms'],
    ],
    [{ consumer_fetch_max_wait_ms: 29_999, consumer_request_timeout_ms: 30_000 }, []],
    [
      { consumer_fetch_max_wait_ms: 40_000, consumer_request_timeout_ms: null },
      ['consumer_request_timeout_ms'],
    ],
    [{ consumer_fetch_max_wait_ms: 40_000 }, []],
    [{ consumer_fetch_min_bytes: 100, consumer_fetch_max_bytes: 99 }, ['consumer_fetch_max_bytes']],
    [{ consumer_fetch_min_bytes: 100, consumer_fetch_max_bytes: 100 }, []],
    [
      { consumer_fetch_min_bytes: 2_000_000, consumer_max_partition_fetch_bytes: 1_048_576 },
      ['consumer_max_partition_fetch_bytes'],
    ],
    [{ producer_batch_size: 2_000_000, producer_max_request_size: 1_048_576 }, ['producer_max_request_size']],
    [
      { producer_max_request_size: 67_108_864, producer_buffer_memory: 33_554_432 },
      ['producer_buffer_memory'],
    ],
  ])('%j: too small is %j', (tuning, larger) => {
    const found = brokenTuning(statedTuning(tuning));
    expect(found.map(({ keys }) => keys[1])).toEqual(larger);
    for (const { code, says } of found) {
      expect(code).toBe('tuning-conflict');
      for (const value of Object.values(tuning)) if (value !== null) expect(says).toContain(String(value));
    }
  });

  test.each<[IntegrationTuningKey]>([
    ['consumer_request_timeout_ms'],
    ['producer_request_timeout_ms'],
    ['producer_max_request_size'],
    ['consumer_receive_buffer_bytes'],
    ['producer_send_buffer_bytes'],
  ])('%s of 0 copies nothing, and 1 is no such case', (key) => {
    expect(broken({ [key]: 0 })).toEqual([`tuning-unusable ${key}`]);
    expect(broken({ [key]: 1 })).toEqual([]);
  });

  test('each key is checked against its relatives, from either side', () => {
    const extremes = [0, 1, 5_242_880, 268_435_456];
    for (const one of tuningKeys) {
      const met = new Set<string>();
      for (const other of tuningKeys) {
        const pairs = extremes.flatMap((a) => extremes.map((b) => ({ [one]: a, [other]: b })));
        if (
          one !== other &&
          pairs.some((pair) => broken(pair).some((said) => said.startsWith('tuning-conflict')))
        )
          met.add(other);
      }
      const wanted = relatives[one];
      expect([one, ...met].sort()).toEqual([one, ...(wanted === 'nothing' ? [] : wanted)].sort());
    }
  });

  test('a rule of the spec is as severe as the finding of a plan', () => {
    for (const [code, severity] of Object.entries(tuningSeverity)) {
      if (!isRuleCode(code)) throw new Error(`${code} is no rule`);
      expect(severityOf(code)).toBe(severity);
    }
  });
});
