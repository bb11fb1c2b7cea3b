import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../../src/model/change.ts';
import { flowComparison } from '../../../src/plan/compare/flow.ts';
import { decide } from '../../../src/review/decide.ts';
import type { Evidence } from '../../../src/review/evidence.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { otherForm, readRecord, writeRecord } from '../../../src/review/record-text.ts';
import { joinRecords, unreviewed } from '../../../src/review/reviewed.ts';
import {
  createAcls,
  createFlow,
  createTopic,
  deleteTopic,
  field,
  updateFlow,
  updateTopic,
} from '../../support/build/changes.ts';
import { noTopology, planOf } from '../../support/build/plan.ts';

/** Written by version 0.1.0 of this action, byte by byte; what it says counts for as long as it may be merged. */
const writtenBefore = `\`\`\`aiven-kafka-gitops-review
{"v":2,"name":"prod","digest":"sha256:c0589561c45ff2ae5fd0a9d0cfdc312d438ab1a7f835c1422ce50e073caaaf53","pullRequest":12,"part":1,"parts":1,"notCompared":["dc2"]}
6-0x0_4s5Bar4er_JinFZe99
yO3XECvSypv5BpE1j5QiadjV
WqZz8qDgB2umai4Ul8qixtTf
+LYaRnEnEfXt-
+oNgX_aClAznZ
?NBQj_onmkE6S
["core","topic","orders","create","partitions",null,"6"]
["core","topic","orders","create","replication",null,"3"]
["core","topic","payments","update","config.retention.ms","604800000","259200000"]
["core","topic","old","delete","partitions","12",null]
["core","topic","old","delete","replication","3",null]
["onprem","kafka-acl","User:aiven-mm2 may Read Topic prefix edge.","create","",null,null]
["dc2","topic","edge","create","partitions",null,"4"]
\`\`\``;

const shown: readonly Change[] = [
  createTopic('core', 'orders', { partitions: '6', replication: '3' }),
  updateTopic('core', 'payments', [field('config.retention.ms', '604800000', '259200000')]),
  deleteTopic('core', 'old'),
  ...createAcls(['Read']),
  createTopic('dc2', 'edge', { partitions: '4' }),
];

function readBefore() {
  const record = readRecord([writtenBefore]);
  if (record === undefined) throw new Error('the former form is read');
  return record;
}

const policy = {
  requirePlan: true,
  approveDigest: '',
  directPush: 'refuse',
  allowDeleteLabel: '',
} as const;
const range = { branch: 'main', direct: [], moved: false, unfinished: 'every change' } as const;
const pullRequest = { number: 12, labels: [], head: { sha: 'a'.repeat(40) }, fromFork: false };

function decided(changes: readonly Change[], evidence: readonly Evidence[]) {
  return decide(planOf({ changes }), { state: 'found', range, evidence, earlier: [] }, policy);
}

describe('a record of the former version', () => {
  test('counts for exactly what its digests say', () => {
    const record = readBefore();
    expect(record).toMatchObject({ version: 2, pullRequest: 12, emptiness: [], restsOn: [], stages: [] });
    expect(
      unreviewed(
        planOf({ changes: shown }),
        joinRecords([record], { isUnfinished: true, topology: noTopology }),
      ),
    ).toEqual([]);
    const other = updateTopic('core', 'payments', [field('config.retention.ms', '604800000', '1000')]);
    expect(
      unreviewed(
        planOf({ changes: [other] }),
        joinRecords([record], { isUnfinished: true, topology: noTopology }),
      ),
    ).toMatchObject([{ why: 'not-shown' }]);
  });

  test('lets the deletion stand as it was shown, with records or without, and does not ask again', () => {
    const decision = decided([deleteTopic('core', 'old')], [{ pullRequest, record: readBefore() }]);
    expect(decision).toMatchObject({ state: 'approved', by: 'review' });
    expect(decision.state === 'approved' && decision.reviewedAsEmpty.size).toBe(0);
  });

  const rests = shown.map((change) => ({ ...change, restsOn: ['flow a -> b emit_heartbeats_enabled=true'] }));
  const created = createFlow('mm2', ['onprem', 'core'], {});
  const half = updateFlow('mm2', ['onprem', 'core'], [field('enabled', 'false', 'true')]);
  test('does not tell what a change rests on: the refusal names approve-digest, and calls nothing invalid', () => {
    const decision = decided(rests, [{ pullRequest, record: readBefore() }]);
    if (decision.state !== 'refused') throw new Error('it is refused');
    const [words] = decision.refusal.reasons;
    expect(decision.refusal.reason).toBe('plan-changed');
    expect(words?.message).toContain('#12 was recorded by an older version');
    expect(words?.hint).toContain(`approve-digest: ${planOf({ changes: rests }).digest}`);
    expect(JSON.stringify(decision.refusal)).not.toMatch(/invalid/);
  });

  test('nor what is left of a flow that was created and not enabled', () => {
    const full = reviewRecord(planOf({ changes: [{ ...created, fields: describeFlow() }] }), 12);
    const older = { ...full, version: 2 as const, stages: [] };
    expect(
      unreviewed(
        planOf({ changes: [half] }),
        joinRecords([older], { isUnfinished: true, topology: noTopology }),
      ),
    ).toMatchObject([{ why: 'older-record' }]);
  });

  test('beside one of today that showed the same and has nothing left to do, only that one is asked', () => {
    const full = reviewRecord(planOf({ changes: [{ ...created, fields: describeFlow() }] }), 12);
    const older = { ...full, version: 2 as const, stages: [] };
    const today = { ...full, pullRequest: 13, stages: [] };
    expect(
      unreviewed(
        planOf({ changes: [half] }),
        joinRecords([older, today], { isUnfinished: true, topology: noTopology }),
      ),
    ).toMatchObject([{ why: 'not-shown' }]);
  });

  test('does not become one of today by being read', () => {
    const texts = writeRecord(reviewRecord(planOf({ changes: shown }), 12));
    expect(texts[0]).toContain('"v":3');
    expect(readRecord([...texts, writtenBefore])).toBeUndefined();
  });

  test('has none of the entries of today', () => {
    for (const entry of ['=LYaRnEnEfXt-e', '&LYaRnEnEfXt-LYaRnEnEfXt-', '~LYaRnEnEfXt-']) {
      const text = writtenBefore.replace('+oNgX_aClAznZ', entry);
      expect(readRecord([text])).toBeUndefined();
      expect(readRecord([text.replace('"v":2', '"v":3')])).toBeDefined();
    }
  });
});

describe('a record in a form that this version does not read', () => {
  test.each([
    ['older', 1],
    ['newer', 4],
  ] as const)('is said to be %s, never to be missing or wrong', (form, version) => {
    const text = writtenBefore.replace('"v":2', `"v":${version}`);
    expect(readRecord([text])).toBeUndefined();
    expect(otherForm(text, { name: 'prod', pullRequest: 12 })).toBe(form);
    expect(otherForm(text, { name: 'prod', pullRequest: 13 })).toBe('none');
    const decision = decided(shown, [{ pullRequest, record: undefined, otherForm: form }]);
    if (decision.state !== 'refused') throw new Error('it is refused');
    const [words] = decision.refusal.reasons;
    expect(words?.message).toContain(`the plan of #12 is recorded in a form that is ${form}`);
    expect(words?.message).not.toMatch(/invalid|no plan is recorded/);
    expect(words?.hint).toContain('approve-digest');
  });

  test('is none where the form is read', () => {
    expect(otherForm(writtenBefore, { name: 'prod', pullRequest: 12 })).toBe('none');
    expect(otherForm('hello', { name: 'prod', pullRequest: 12 })).toBe('none');
  });
});

/** The fields that a creation of the flow of the builder has. */
function describeFlow() {
  const { desired } = createFlow('mm2', ['onprem', 'core'], {});
  if (desired === undefined) throw new Error('a creation has what it creates');
  return flowComparison.describe(desired);
}
