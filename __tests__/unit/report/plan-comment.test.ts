import { describe, expect, test } from '@jest/globals';
import { nameOf } from '../../../src/model/resource.ts';
import { Secret } from '../../../src/model/secret.ts';
import { assessRisks } from '../../../src/plan/assess-risks.ts';
import { driftOf } from '../../../src/plan/drift.ts';
import { type Plan, type RiskCode, riskCodes } from '../../../src/plan/plan.ts';
import { topologyDiagram } from '../../../src/report/plan/topology-diagram.ts';
import { planAnnotations } from '../../../src/report/texts/annotations.ts';
import { driftIssue } from '../../../src/report/texts/drift-issue.ts';
import { comparableBody, planComment } from '../../../src/report/texts/plan-comment.ts';
import { planJson } from '../../../src/report/texts/plan-json.ts';
import { driftSummary } from '../../../src/report/texts/summary.ts';
import { headline, isInSync, planCounts, riskOf } from '../../../src/report/words/headline.ts';
import { markerPrefix, readMarker, withoutMarker } from '../../../src/report/words/marker.ts';
import { riskNames } from '../../../src/report/words/risk-words.ts';
import {
  changeEndpoint,
  createAcls,
  createEndpoint,
  createIntegration,
  createTopic,
  deleteAcls,
  field,
  topicId,
  updateTopic,
} from '../../support/build/changes.ts';
import { at, declared, derived } from '../../support/build/places.ts';
import { planOf } from '../../support/build/plan.ts';
import { endpoint } from '../../support/build/resources.ts';
import { busyPlan, context, inSyncPlan, notContactedPlan, unreadPlan } from '../../support/sample-plans.ts';

describe('the headline', () => {
  test.each([
    ['everything', busyPlan, '15 create, 4 change, 3 delete'],
    ['a place that was not contacted', notContactedPlan, '1 create; incomplete: 5 resources not compared'],
    ['reads that failed', unreadPlan, '1 create; incomplete: 3 reads failed, 6 resources not compared'],
    ['nothing', inSyncPlan, 'no changes'],
    [
      'nothing, but not all was read',
      { ...unreadPlan, changes: [] },
      'incomplete: 3 reads failed, 6 resources not compared',
    ],
  ])('of a plan with %s', (_, plan, words) => expect(headline(plan)).toBe(words));

  test('counts resources', () => {
    expect(planCounts(busyPlan)).toEqual({ create: 15, update: 4, replace: 0, delete: 3, total: 22 });
    expect(riskOf(busyPlan)).toBe('high');
    expect(riskOf(inSyncPlan)).toBe('none');
  });

  test('is in sync only when everything was read', () => {
    expect(isInSync(inSyncPlan)).toBe(true);
    expect(isInSync({ ...notContactedPlan, changes: [] })).toBe(false);
    expect(isInSync({ ...unreadPlan, changes: [] })).toBe(false);
  });
});

describe('the order on the page', () => {
  const order = (plan: Plan, ...texts: readonly string[]) => {
    const comment = planComment({ plan, context });
    const places = texts.map((text) => comment.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  };

  test('a connection that was not contacted comes before every change', () => {
    order(
      notContactedPlan,
      '> [!CAUTION]',
      'Connection changed: `onprem` not contacted',
      'mm2-offset-syncs',
      '### `core`',
      '<summary>Topology and flows',
    );
  });

  test('the alert names all data that can go and all credentials that go elsewhere, whatever the level', () => {
    const changes = [
      updateTopic('core', 'small', [field('config.retention.ms', '604800000', '604000000')]),
      updateTopic('core', 'large', [field('config.retention.ms', '604800000', '1000')]),
      updateTopic('core', 'lagging', [field('config.unclean.leader.election.enable', 'false', 'true')]),
      updateTopic('core', 'wider', [field('partitions', '6', '12')]),
      createEndpoint('partner', { ssl_client_key: { secret: 'set', name: 'KEY' } }),
    ];
    const risks = assessRisks(changes);
    const alert = planComment({ plan: planOf({ changes, risks }), context })
      .split('\n')
      .filter((line) => line.startsWith('> '));
    for (const name of ['small', 'large', 'lagging', 'partner'])
      expect(alert.join(' ')).toContain(`\`${name}\``);
    expect(alert.join(' ')).not.toContain('wider');
    const held = risks.map((risk) => (risk.id.kind === 'topic' ? { ...risk, heldBytes: 2 ** 31 } : risk));
    expect(planComment({ plan: planOf({ changes, risks: held }), context })).toContain(
      'of 2 GiB that are there',
    );
    const partly = [
      updateTopic('core', 'told', [field('config.retention.ms', '604800000', '1000')]),
      updateTopic('core', 'untold', [field('config.retention.ms', '604800000', '1000')]),
    ];
    const some = assessRisks(partly).map((risk) =>
      nameOf(risk.id) === 'told' ? { ...risk, heldBytes: 2 ** 31 } : risk,
    );
    expect(planComment({ plan: planOf({ changes: partly, risks: some }), context })).toContain(
      'of at least 2 GiB that are there',
    );
    const inPart = held.map((risk) => ({ ...risk, heldIsAtLeast: true as const }));
    expect(planComment({ plan: planOf({ changes, risks: inPart }), context })).toContain(
      'of at least 2 GiB that are there',
    );
    const harmless = planOf({ changes: changes.slice(3, 4), risks: assessRisks(changes.slice(3, 4)) });
    expect(planComment({ plan: harmless, context })).not.toContain('> [!');
  });

  test('a config that is reset shows what it goes back to, where that is known', () => {
    const reset = (inherited: Readonly<Record<string, string>>) => {
      const change = updateTopic(
        'core',
        'a',
        [field('config.retention.ms', '1000', null)],
        declared(),
        inherited,
      );
      return planComment({ plan: planOf({ changes: [change] }), context });
    };
    expect(reset({ 'retention.ms': '604800000' })).toContain("(the cluster's default) `604800000` (7 d)");
    expect(reset({})).toContain("(the cluster's default):");
  });

  test('what could not be read comes before the changes', () => {
    order(
      unreadPlan,
      '> [!WARNING]',
      'This plan cannot be applied: 3 reads failed',
      '### Could not be read',
      'ETIMEDOUT',
      '### `core`',
      '<summary>Topology and flows',
    );
  });

  test.each([busyPlan, notContactedPlan, unreadPlan])('there is at most one alert', (plan) => {
    expect(planComment({ plan, context }).match(/\[!/g)).toHaveLength(1);
  });
});

describe('access control lists', () => {
  test('all that one principal gets is one line of the table, with a sentence for each resource', () => {
    const plan = planOf({
      changes: [
        ...createAcls(['DescribeConfigs', 'Read', 'Describe']),
        ...createAcls(['Write'], {
          permission: 'DENY',
          host: '10.1.2.3',
          resourceType: 'Group',
          resourceName: '*',
          patternType: 'LITERAL',
        }),
        ...deleteAcls(['Alter']),
      ],
    });
    const rows = planComment({ plan, context })
      .split('\n')
      .filter((line) => /^\| `[+-]` ACL `User:aiven-mm2`/.test(line));
    expect(rows).toEqual([
      '| `+` ACL `User:aiven-mm2`<br><sub>for `onprem -> core`</sub> | may Read, Describe, DescribeConfigs on Topic prefix `edge.` (`S1`)<br>must not Write on every Group from host `10.1.2.3` (`S1`) · ⚠️ **access lost** |',
    ]);
  });

  test('what a principal loses, or gets with a risk, says which entries it is about', () => {
    const plan = planOf({
      changes: [
        ...createAcls(['Read'], { resourceName: 'a' }),
        ...createAcls(['All'], { resourceName: '*', patternType: 'LITERAL' }),
        ...deleteAcls(['Alter']),
      ],
    });
    const items = planComment({ plan: { ...plan, risks: assessRisks(plan.changes) }, context })
      .split('\n')
      .filter((line) => /^(> )? *- /.test(line));
    expect(items.join('\n')).toContain('**access widened:** may All on every Topic: ');
    expect(items.join('\n')).toContain(
      '**access lost:** `-` ACL `User:aiven-mm2` on `onprem` (not in the spec, in scope `User:svc-*`), may Alter on Topic prefix `edge.`: ',
    );
  });

  test('several rules and flows behind one sentence are all named', () => {
    const plan = planOf({
      changes: [
        ...createAcls(['Read'], {}, derived({ rule: 'S1', flows: ['onprem -> core'] })),
        ...createAcls(['Describe'], {}, derived({ rule: 'S3', flows: ['onprem -> dr'] })),
      ],
    });
    const comment = planComment({ plan, context });
    expect(comment).toContain('<sub>for `onprem -> core`, `onprem -> dr`</sub>');
    expect(comment).toContain('may Read, Describe on Topic prefix `edge.` (`S1`, `S3`)');
  });

  test('of a principal with many goes on in the next line', () => {
    const changes = Array.from({ length: 30 }, (_, index) =>
      createAcls(['Read'], { resourceName: `t${index}` }),
    ).flat();
    const rows = planComment({ plan: planOf({ changes }), context })
      .split('\n')
      .filter((line) => line.startsWith('| `+` ACL'));
    expect(rows.map((row) => row.match(/may Read/g)?.length)).toEqual([12, 12, 6]);
  });
});

describe('integrations', () => {
  test('that come together are one line', () => {
    const changes = [
      createIntegration('mm2-core', 'core', { source: 'service core' }),
      createIntegration('mm2-core', 'partner', { source: 'endpoint partner-kafka' }),
    ];
    expect(planComment({ plan: planOf({ changes }), context })).toContain(
      '| `+` integrations | `core` · `source=service core`<br>`partner` · `source=endpoint partner-kafka` |',
    );
  });
});

describe('risk in words', () => {
  const change = updateTopic('core', 'audit', [
    field('partitions', '6', '12'),
    field('config.retention.ms', '604800000', '86400000'),
  ]);
  const risk = (riskCode: RiskCode, at: string) => ({
    label: 'R1',
    level: 'medium' as const,
    id: change.id,
    field: at,
    code: riskCode,
    consequence: 'see to it',
  });
  const linesOf = (plan: Plan) => planComment({ plan, context }).split('\n');

  test('stands with the field it comes from, above all fields', () => {
    const lines = linesOf(planOf({ changes: [change], risks: [risk('partitions-grow', 'partitions')] }));
    expect(lines).toContain(
      '- ⚠️ **keys remapped:** `~` topic `audit` on `core`, `partitions` `6` → `12`: see to it.',
    );
    expect(lines).toContain(
      '| `~` topic `audit` | `partitions` `6` → `12` · ⚠️ **keys remapped**<br>`retention.ms` `604800000` (7 d) → `86400000` (1 d) |',
    );
  });

  test('of several fields has a line for each, and the change is not said again', () => {
    const both = [risk('partitions-grow', 'partitions'), risk('data-loss', 'config.retention.ms')];
    const lines = linesOf(planOf({ changes: [change], risks: both }));
    const at = lines.indexOf('- `~` topic `audit` on `core`');
    expect(lines.slice(at + 1, at + 3)).toEqual([
      '  - ⚠️ **keys remapped:** `partitions` `6` → `12`: see to it.',
      '  - ⚠️ **data lost:** `retention.ms` `604800000` (7 d) → `86400000` (1 d): see to it.',
    ]);
    expect(lines.join('\n')).not.toContain('| `~` topic `audit`');
  });

  test('of the change as a whole is about none of its fields', () => {
    const whole = { ...risk('connectors-restart', ''), field: undefined };
    const { field: _, ...alone } = whole;
    const lines = linesOf(
      planOf({ changes: [change], risks: [alone, risk('partitions-grow', 'partitions')] }),
    );
    expect(lines).toContain('  - ⚠️ **connectors restart:** see to it.');
  });

  test('that is the same for many changes is one line with their names', () => {
    const changes = Array.from({ length: 44 }, (_, index) =>
      updateTopic('core', `t${index}`, [field('partitions', '6', '12')]),
    );
    const lines = linesOf(planOf({ changes, risks: assessRisks(changes) }));
    const items = lines.filter((line) => line.includes('**keys remapped:**'));
    expect(items).toHaveLength(1);
    expect(items[0]).toContain('topics `t0`, `t1`,');
    expect(items[0]).toContain('and 4 more on `core`, `partitions` `6` → `12`: ');
  });

  test('of changes with other values is said apart, so that no value is hidden behind another', () => {
    const cut = (name: string, to: string) =>
      updateTopic('core', name, [field('config.retention.ms', '2592000000', to)]);
    const changes = [cut('a', '1'), cut('b', '86400000'), cut('c', '86400000')];
    const alert = linesOf(planOf({ changes, risks: assessRisks(changes) })).filter((line) =>
      line.startsWith('> - '),
    );
    expect(alert).toHaveLength(2);
    expect(alert.join(' ')).toMatch(/topic `a` on `core`, `retention.ms` `2592000000` \(30 d\) → `1`/);
    expect(alert.join(' ')).toMatch(
      /topics `b`, `c` on `core`, `retention.ms` `2592000000` \(30 d\) → `86400000`/,
    );
  });

  test('of the change as a whole leaves its fields in the table', () => {
    const whole = { ...risk('connectors-restart', ''), field: undefined };
    const { field: _, ...alone } = whole;
    const lines = linesOf(planOf({ changes: [change], risks: [alone] }));
    expect(lines.join(' ')).toContain('| `~` topic `audit` | `partitions` `6` → `12`');
  });

  test('says whether what it needs is met, and nothing of that where nobody merges', () => {
    const gone = { ...risk('data-loss', ''), gate: '`topics` in `allow-delete`' };
    const plan = planOf({ changes: [change], risks: [gone] });
    const { merge, ...alone } = context;
    const unmet = { closedGates: [], holdsFor: { state: 'same' as const }, unmet: new Set([gone.gate]) };
    const said = (with_: typeof context) => planComment({ plan, context: with_ });
    expect(said({ ...alone, merge: unmet })).toContain('Needs `topics` in `allow-delete`: ❌ not met');
    expect(said(context)).toContain('Needs `topics` in `allow-delete`: ✅ met');
    expect(said(alone)).toContain('Needs `topics` in `allow-delete`.\n');
    expect(merge).toBeDefined();
  });

  test('has a short name for every risk that the planner knows', () => {
    for (const code of riskCodes) {
      const risk = { label: 'R1', level: 'low' as const, id: topicId('a', 'b'), code, consequence: '' };
      expect(riskNames([risk])).toMatch(/^\*\*[A-Za-z ]+\*\*$/);
    }
  });
});

describe('the diagram', () => {
  const flows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      service: 'mm2',
      source: `a${index}`,
      target: 'core',
      topics: ['.*'],
      enabled: true,
      state: 'unchanged' as const,
    }));

  test('draws one box for a cluster under several aliases, which it names', () => {
    const [one, two] = flows(2).map((flow) => ({ ...flow, topics: ['t'] }));
    const clusters = [
      { key: 'core', aliases: ['core'], type: 'aiven', addresses: [], contacted: true, leftOut: false },
      { key: 'dc', aliases: ['a0', 'a1'], type: 'external', addresses: [], contacted: true, leftOut: false },
    ] as const;
    const all = one === undefined || two === undefined ? [] : [one, two];
    const diagram = topologyDiagram({ clusters, flows: all }) ?? '';
    expect(diagram.match(/n\d\[".*"\]/g)).toEqual([
      'n1["dc<br/>external<br/>as a0, a1"]',
      'n2["core<br/>Aiven"]',
    ]);
    expect(diagram.match(/n\d [=-]+>/g)?.length).toBe(2);
    expect(new Set(diagram.match(/n\d [=-]+>/g)).size).toBe(1);
  });

  test('draws a flow that runs and is not in the spec, which is what runs after the merge', () => {
    const [one, two] = flows(2);
    const all = one && two ? [one, { ...two, state: 'left' as const }] : [];
    const diagram = topologyDiagram({ clusters: [], flows: all }) ?? '';
    expect(diagram).toMatch(/-\.->\|"NOT IN SPEC/);
    expect(diagram).toContain('dotted grey: runs, not in the spec');
  });

  test.each([
    [0, false],
    [1, true],
    [30, true],
    [31, false],
  ])('with %i flows is drawn: %s', (count, drawn) => {
    expect(topologyDiagram({ clusters: [], flows: flows(count) }) !== undefined).toBe(drawn);
  });

  test.each([
    ['an escaped dot', ['edge\\.readings'], 'edge.readings'],
    ['everything below a prefix', ['edge\\.alerts\\..*'], 'edge.alerts.*'],
    ['two of these', ['a\\..*', 'b'], 'a.*, b'],
    ['more than a glob can say', ['edge\\.(eu|us)'], '1 topic pattern'],
    ['one that a glob cannot say after another', ['a', 'b+'], 'a and 1 more'],
    ['several of these', ['a+', 'b+'], '2 topic patterns'],
    [
      'too many',
      Array.from({ length: 9 }, (_, index) => `orders-of-region-${index}`),
      'orders-of-region-0 and 8 more',
    ],
  ])('says %s as people write it', (_, topics, label) => {
    const [flow] = flows(1);
    const diagram = topologyDiagram({ clusters: [], flows: flow === undefined ? [] : [{ ...flow, topics }] });
    expect(diagram).toContain(`|"${label}"|`);
  });
});

describe('the hidden marker', () => {
  test('is found again by its prefix', () => {
    const comment = planComment({ plan: busyPlan, context });
    expect(comment.startsWith(`${markerPrefix({ kind: 'plan', id: 'prod' })},`)).toBe(true);
    expect(readMarker(comment)).toEqual({
      kind: 'plan',
      id: 'prod',
      fields: { head: context.head, digest: busyPlan.digest, state: 'planned' },
    });
    expect(withoutMarker(comment).startsWith('## Kafka plan')).toBe(true);
  });

  test.each([
    [
      'of another spec',
      markerPrefix({ kind: 'plan', id: 'prod' }),
      markerPrefix({ kind: 'plan', id: 'prod2' }),
    ],
    [
      'of another kind',
      markerPrefix({ kind: 'plan', id: 'prod' }),
      markerPrefix({ kind: 'drift', id: 'prod' }),
    ],
  ])('is not that %s', (_, one, other) => expect(other.startsWith(one)).toBe(false));

  test.each([
    ['nothing', ''],
    ['not on the first line', '\n<!-- aiven-kafka-gitops:plan {"v":1,"id":"prod"} -->'],
    ['of another version', '<!-- aiven-kafka-gitops:plan {"v":2,"id":"prod"} -->'],
    ['without an id', '<!-- aiven-kafka-gitops:plan {"v":1} -->'],
    ['with a list', '<!-- aiven-kafka-gitops:plan {"v":1,"id":"prod","x":[]} -->'],
    ['that is no JSON', '<!-- aiven-kafka-gitops:plan {v:1} -->'],
  ])('is not read from a body with one %s', (_, body) => expect(readMarker(body)).toBeUndefined());
});

test('an unchanged plan of another commit and time has the same content', () => {
  const one = planComment({ plan: inSyncPlan, context });
  const later = {
    ...context,
    readAt: new Date('2026-11-23T18:04:31Z'),
    run: { label: 'kafka #500', url: 'https://github.com/x' },
  };
  const other = planComment({ plan: inSyncPlan, context: later });
  expect(other).not.toBe(one);
  expect(comparableBody(other)).toBe(comparableBody(one));
  expect(planComment({ plan: busyPlan, context })).toBe(planComment({ plan: busyPlan, context }));
});

describe('annotations', () => {
  test('stand on the line of the spec, worst first', () => {
    const change = updateTopic('core', 'audit', [field('partitions', '6', '12')], {
      origin: 'declared',
      position: { ...at(12), endColumn: 9 },
    });
    const plan = planOf({
      changes: [change],
      risks: [
        {
          label: 'R1',
          level: 'medium',
          id: topicId('core', 'audit'),
          code: 'partitions-grow',
          consequence: 'keys move',
        },
      ],
      findings: [
        { code: 'note', severity: 'notice', message: 'seen', position: at(3) },
        { code: 'broken', severity: 'error', message: 'bad', hint: 'Mend it.' },
      ],
    });
    expect(planAnnotations(plan)).toEqual([
      { level: 'error', title: 'broken', message: 'bad (broken). Mend it.' },
      {
        level: 'warning',
        title: 'Risk R1',
        message: 'medium: topic audit on core: keys move',
        file: 'kafka.yaml',
        startLine: 12,
        startColumn: 1,
        endColumn: 9,
      },
      {
        level: 'notice',
        title: 'note',
        message: 'seen (note).',
        file: 'kafka.yaml',
        startLine: 3,
        startColumn: 1,
      },
    ]);
  });

  test('are at most ten of a type', () => {
    const findings = Array.from({ length: 25 }, (_, index) => ({
      code: 'x',
      severity: index % 2 === 0 ? ('warning' as const) : ('error' as const),
      message: `m${index}`,
    }));
    const levels = planAnnotations(planOf({ findings })).map(({ level }) => level);
    expect(levels).toEqual([...Array<string>(10).fill('error'), ...Array<string>(10).fill('warning')]);
  });
});

test('the JSON holds no secret and no certificate, even if the resources do', () => {
  const password = 'not-a-real-password';
  const config = {
    ...endpoint('onprem-kafka').config,
    sasl_plain_password: Secret.of('ONPREM', password),
    ssl_ca_cert: 'PEM-TEXT',
  };
  const leaky = {
    ...changeEndpoint('update', 'onprem-kafka', [
      field('sasl_plain_password', null, { secret: 'set', name: 'ONPREM' }),
    ]),
    action: 'create' as const,
    desired: { ...endpoint('onprem-kafka'), config },
    live: undefined,
  };
  const json = planJson(planOf({ changes: [leaky] }));
  expect(json).not.toContain(password);
  expect(json).not.toContain('PEM-TEXT');
  expect(JSON.parse(json)).toMatchObject({
    operations: [{ field: 'sasl_plain_password', from: null, to: { secret: 'set', name: 'ONPREM' } }],
    changes: [{ action: 'create', kind: 'endpoint', place: 'acme', name: 'onprem-kafka' }],
  });
});

test('the summary of a drift check speaks of a check, and of no merge', () => {
  const { merge: _, ...alone } = context;
  for (const plan of [busyPlan, inSyncPlan]) {
    const text = driftSummary({ drift: driftOf(plan, []), context: alone, since: {} });
    expect(text).toMatch(/^## Kafka drift check for `prod`: /);
    expect(text).not.toMatch(/merg|Kafka plan for|Planned|Nothing to do/i);
  }
});

describe('the drift issue', () => {
  const series = { firstSeen: new Date('2026-11-20T04:17:00Z'), seen: 3, since: {} };
  const issue = (plan: Plan) =>
    driftIssue({
      drift: driftOf(plan, []),
      context: {
        ...series,
        run: context.run,
        checkedAt: context.readAt,
        spec: { branch: 'main', sha: context.head },
        workflow: { label: 'kafka', url: 'https://github.com/acme/kafka' },
        pullRequest: { label: 'open already', url: 'https://github.com/acme/kafka/pulls?q=is%3Apr' },
      },
    });

  test('remembers since when and how often', () => {
    expect(readMarker(issue(busyPlan).body)).toMatchObject({
      kind: 'drift',
      id: 'prod',
      fields: { first: '2026-11-20T04:17:00.000Z', seen: 3 },
    });
  });

  test('lists as not in the spec what the spec does not name, and no flow of which it leaves fields alone', () => {
    const flow = (source: string) =>
      ({ kind: 'flow', project: 'acme-prod', service: 'mm2', source, target: 'core' }) as const;
    const integration = (alias: string) =>
      ({ kind: 'integration', project: 'acme-prod', service: 'mm2', cluster: alias }) as const;
    const stays = { why: 'not-stated', fields: [{ field: 'topics', value: '.*' }] } as const;
    const plan = planOf({
      changes: [createTopic('core', 'orders')],
      leftAlone: [
        { id: flow('listed'), ...stays },
        { id: integration('listed'), ...stays, why: 'no-longer-stated' },
        { id: flow('other'), why: 'not-listed' },
        { id: integration('other'), why: 'not-listed' },
      ],
    });
    const { body } = issue(plan);
    const section = body.slice(body.indexOf('### Not in the spec and left running'));
    expect(section).toContain('flow `other -> core` (`mm2`)');
    expect(section).toContain('integration `other` (`mm2`)');
    expect(section).not.toContain('listed');
  });

  test('says what the spec has before what is there', () => {
    const plan = planOf({
      changes: [
        createTopic('core', 'orders'),
        updateTopic('core', 'audit', [field('partitions', '6', '12')]),
      ],
    });
    expect(issue(plan).body).toMatch(/\| `~` topic `audit` on `core`.* \| `partitions` `12` \| `6` \|/);
    expect(issue(plan).body).toContain(
      '| `+` topic `orders` on `core` | 6 partitions × 3 replicas | absent |',
    );
  });

  test('begins with what an apply would make of it, and says a consequence of several topics once', () => {
    const shorter = (name: string) =>
      updateTopic('core', name, [field('config.retention.ms', '604800000', '86400000')]);
    const { body } = issue(planOf({ changes: [shorter('a'), shorter('b')] }));
    expect(body).toContain('> **2 differences in 1 place.** An apply would put the spec back');
    expect(body.split('are deleted soon after the apply')).toHaveLength(2);
    expect(body.split('**data lost**')).toHaveLength(3);
    expect(body).toContain('and **delete data**.');
  });

  test('has a title with the count that mentions nobody', () => {
    const titleOf = (name: string, topics: readonly string[]) =>
      issue(planOf({ name, changes: topics.map((topic) => createTopic('core', topic)) })).title;
    expect(titleOf('prod', ['a', 'b', 'c'])).toBe('Kafka drift: prod (3 differences)');
    expect(titleOf('@acme/all', ['a'])).toBe('Kafka drift: `@acme/all` (1 difference)');
  });
});

test('no report mentions anybody, and no picture is loaded from elsewhere', () => {
  for (const plan of [busyPlan, notContactedPlan, unreadPlan, inSyncPlan]) {
    expect(planComment({ plan, context }).replaceAll('main@', '')).not.toMatch(/@|!\[|<img/);
  }
});
