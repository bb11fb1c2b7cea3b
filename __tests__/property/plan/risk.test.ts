import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChangeOf, FieldChange, FieldValue } from '../../../src/model/change.ts';
import type { EndpointConfig } from '../../../src/model/endpoint.ts';
import type { FlowSettings } from '../../../src/model/flow.ts';
import { integrationTuningDefaults } from '../../../src/model/integration.ts';
import { topicConfigs } from '../../../src/model/limits/topic-configs.ts';
import { type TopicConfigName, topicConfigNames } from '../../../src/model/topic-config-names.ts';
import { assessRisks } from '../../../src/plan/assess-risks.ts';
import { type Risk, type RiskLevel, riskCodes } from '../../../src/plan/plan.ts';
import { checkGates } from '../../../src/review/gates.ts';
import { changeEndpoint, createIntegration, updateFlow, updateTopic } from '../../support/build/changes.ts';
import { planOf, topicPlan } from '../../support/build/plan.ts';
import { flow } from '../../support/build/resources.ts';

const weight: { readonly [L in RiskLevel]: number } = { low: 1, medium: 2, high: 3 };
const levelOf = (risks: readonly Risk[]) => Math.max(0, ...risks.map(({ level }) => weight[level]));

/** Values that brokers, Aiven and specs may show, and some that nobody should. */
const configText = fc.oneof(
  fc.bigInt({ min: -2n, max: 2n ** 63n - 1n }).map(String),
  fc.constantFrom('-1', '-2', '0', '1', '9223372036854775807', '0.5', '0.01', '1.0', 'true', 'false'),
  fc.constantFrom('delete', 'compact', 'compact,delete', 'delete, compact', 'CreateTime', 'LogAppendTime'),
  fc.constantFrom('zstd', 'lz4', 'producer', '', ' ', 'NaN', '1e400', 'true,false', 'seven days'),
);
const configName = fc.constantFrom(...topicConfigNames);
const configsOf = (value: fc.Arbitrary<string>) =>
  fc.dictionary(configName, value, { maxKeys: 6, noNullPrototype: true });

const gates = { allowDelete: new Set([]), protectedTopics: [], maxDeletes: 9, maxChanges: 9 };

describe('over random changes of topic configs', () => {
  const change = fc.record({
    live: configsOf(configText),
    desired: configsOf(configText),
    reset: fc.subarray([...topicConfigNames], { maxLength: 2 }),
    protect: fc.boolean(),
  });
  const planFor = ({
    live,
    desired,
    reset,
    protect,
  }: typeof change extends fc.Arbitrary<infer C> ? C : never) =>
    topicPlan({
      live: { config: live },
      desired: {
        protect,
        config: { ...desired, ...Object.fromEntries(reset.map((name) => [name, null])) },
      },
    });

  test('every risk is one of the list, with words, and belongs to a field that changes', () => {
    fc.assert(
      fc.property(change, (drawn) => {
        const { changes, risks } = planFor(drawn);
        const fields = new Set(changes.flatMap((each) => each.fields.map(({ field }) => field)));
        for (const { code, consequence, field } of risks) {
          expect(riskCodes).toContain(code);
          expect(consequence).not.toMatch(/undefined|null|NaN|^$/);
          expect(fields).toContain(field);
        }
      }),
    );
  });

  test('what can lose records stops where the topic is protected, by the workflow or by the spec', () => {
    fc.assert(
      fc.property(change, (drawn) => {
        const plan = planFor(drawn);
        const loses = plan.risks.some(({ concerns }) => concerns === 'records');
        const refused = (patterns: readonly string[]) =>
          checkGates(plan, { ...gates, protectedTopics: patterns }).some(
            ({ code }) => code === 'topic-protected',
          );
        expect(refused(['ledger'])).toBe(loses);
        expect(refused([])).toBe(loses && drawn.protect);
      }),
    );
  });

  test('a deletion of data is never anything but a loss of records', () => {
    fc.assert(
      fc.property(change, (drawn) => {
        for (const { code, concerns } of planFor(drawn).risks) {
          if (code === 'data-loss' || code === 'one-way-switch') expect(concerns).toBe('records');
        }
      }),
    );
  });
});

describe('of every topic config', () => {
  const one = (name: TopicConfigName, from: string, to: string) =>
    topicPlan({ live: { config: { [name]: from } }, desired: { config: { [name]: to } } }).risks;

  test.each(topicConfigNames)(
    '%s: what cannot be read is at least medium, and says that it is unknown',
    (name) => {
      for (const [from, to] of [
        ['?', '!'],
        ['', 'x'],
      ] as const) {
        const risks = one(name, from, to);
        expect(levelOf(risks)).toBeGreaterThanOrEqual(weight.medium);
        expect(risks[0]?.consequence).toContain('consequence unknown');
      }
    },
  );

  test.each(topicConfigNames)('%s: a reset to what nobody told is at least medium', (name) => {
    const { risks } = topicPlan({
      live: { config: { [name]: '1000' } },
      desired: { config: { [name]: null } },
    });
    expect(levelOf(risks)).toBeGreaterThanOrEqual(weight.medium);
  });

  const quantities = topicConfigNames.filter((name) => topicConfigs.get(name)?.type === 'quantity');
  test.each(quantities)('%s: a larger cut is never a lower level', (name) => {
    const spec = topicConfigs.get(name);
    if (spec?.type !== 'quantity') throw new Error('a quantity has bounds');
    const natural = fc.bigInt({ min: spec.minimum < 0n ? 0n : spec.minimum, max: spec.maximum });
    fc.assert(
      fc.property(natural, natural, natural, configsOf(configText), (a, b, c, context) => {
        const [small, middle, large] = [a, b, c].toSorted((x, y) => (x < y ? -1 : x > y ? 1 : 0));
        // More jitter closes segments sooner, so there the larger value is the larger cut.
        const isReversed = name === 'segment.jitter.ms';
        const [most, from] = isReversed ? [large, small] : [small, large];
        const cut = (to: bigint | undefined) =>
          levelOf(
            topicPlan({
              live: { config: { ...context, [name]: String(from) } },
              desired: { config: { [name]: String(to) } },
            }).risks.filter(({ concerns, field }) => concerns === 'records' && field === `config.${name}`),
          );
        expect(cut(most)).toBeGreaterThanOrEqual(cut(middle));
      }),
    );
  });
});

const setting = fc.oneof(
  fc.constantFrom<FieldValue>('true', 'false', '1', '60', 'https', '', 'PLAIN', 'SSL', 'identity', null),
  fc.constantFrom<FieldValue>(['.*'], ['a'], ['a', 'b'], []),
  fc.constant<FieldValue>({ secret: 'changed', name: 'X' }),
  fc.string({ maxLength: 8 }),
);
const flowFields = Object.keys({
  enabled: 0,
  topics: 0,
  topics_exclude: 0,
  replication_policy: 0,
  replication_factor: 0,
  offset_syncs_topic_location: 0,
  sync_group_offsets_enabled: 0,
  sync_group_offsets_interval_seconds: 0,
  emit_heartbeats_enabled: 0,
  emit_backward_heartbeats_enabled: 0,
  exactly_once_delivery_enabled: 0,
  config_properties_exclude: 0,
  offset_lag_max: 0,
  follower_fetching_enabled: 0,
} satisfies { readonly [F in keyof FlowSettings]-?: 0 });
const endpointFields = Object.keys({
  bootstrap_servers: 0,
  security_protocol: 0,
  sasl_mechanism: 0,
  sasl_plain_username: 0,
  sasl_plain_password: 0,
  ssl_ca_cert: 0,
  ssl_client_cert: 0,
  ssl_client_key: 0,
  ssl_endpoint_identification_algorithm: 0,
} satisfies { readonly [F in keyof EndpointConfig<unknown>]-?: 0 });

const updateIntegration = (fields: readonly FieldChange[]): ChangeOf<'integration'> => {
  const { kind, id, desired, provenance } = createIntegration('mm2', 'onprem', {});
  if (desired === undefined) throw new Error('a creation has what it creates');
  const live = { id, integrationId: 'i', source: desired.source, tuning: {}, active: true };
  return { kind, action: 'update', id, desired, live, fields, provenance };
};

describe('over random changes of every other field', () => {
  test.each([
    ['flow', flowFields, (fields: readonly FieldChange[]) => updateFlow('mm2', ['onprem', 'core'], fields)],
    ['endpoint', endpointFields, (fields: readonly FieldChange[]) => changeEndpoint('update', 'e', fields)],
    ['integration', ['source', ...Object.keys(integrationTuningDefaults)], updateIntegration],
    [
      'topic',
      ['partitions', 'replication', 'tags.a', 'description', 'owner_user_group_id'],
      (fields: readonly FieldChange[]) => updateTopic('core', 't', fields),
    ],
  ])('%s: no risk is undefined', (_, names, changeWith) => {
    fc.assert(
      fc.property(fc.constantFrom(...names), setting, setting, (field, from, to) => {
        for (const risk of assessRisks([changeWith([{ field, from, to }])])) {
          expect(riskCodes).toContain(risk.code);
          expect(risk.consequence).not.toMatch(/undefined|null|NaN|^$/);
        }
      }),
    );
  });

  test.each([
    ['flow', updateFlow('mm2', ['onprem', 'core'], [])],
    ['endpoint', changeEndpoint('update', 'e', [])],
    ['integration', updateIntegration([])],
    ['topic', updateTopic('core', 't', [])],
  ])('%s: a field of tomorrow is at least medium', (_, change) => {
    for (const field of [
      'new_field',
      'toString',
      '__proto__',
      'constructor',
      'config.new.config',
      'config.toString',
    ]) {
      const risks = assessRisks([{ ...change, fields: [{ field, from: 'a', to: 'b' }] } as typeof change]);
      expect(risks.map(({ code }) => code)).toContain('consequence-unknown');
    }
  });

  test('a flow that copies configs onto a protected topic stops there', () => {
    const id = { ...flow().id, service: 'mm2' };
    const change = updateFlow(
      'mm2',
      ['onprem', 'core'],
      [{ field: 'config_properties_exclude', from: ['retention.ms'], to: [] }],
    );
    const plan = planOf({ changes: [change], risks: assessRisks([change]) });
    const refused = (flows: typeof plan.flows) =>
      checkGates({ ...plan, flows }, { ...gates, protectedTopics: ['onprem.ledger'] }).length > 0;
    const mirrors = (remote: string) => [
      {
        service: id.service,
        source: id.source,
        target: id.target,
        enabled: true,
        matches: {
          state: 'known' as const,
          value: {
            seenBy: 'admin' as const,
            doubtful: [],
            topics: [{ name: 'x', remote, onTarget: 'exists' as const }],
          },
        },
        notEvaluable: [],
        logins: [],
      },
    ];
    expect(refused([])).toBe(true);
    expect(refused(mirrors('onprem.ledger'))).toBe(true);
    expect(refused(mirrors('onprem.other'))).toBe(false);
  });
});
