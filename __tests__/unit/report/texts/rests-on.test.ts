import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../../../src/model/change.ts';
import { planLog } from '../../../../src/report/texts/log.ts';
import { planComment } from '../../../../src/report/texts/plan-comment.ts';
import { planJson } from '../../../../src/report/texts/plan-json.ts';
import { createAcls, createTopic, deleteAcls, field, updateTopic } from '../../../support/build/changes.ts';
import { derived } from '../../../support/build/places.ts';
import { planOf } from '../../../support/build/plan.ts';
import { context } from '../../../support/sample-plans.ts';

/** A change that nobody would expect from the spec alone says which live setting it comes from. */

const text = 'flow onprem -> core has emit_heartbeats_enabled true';
const resting = <C extends Change>(change: C): C => ({ ...change, restsOn: [text] });

describe('what rests on a live setting says so, whatever becomes of it', () => {
  test.each<[string, readonly Change[]]>([
    ['a topic that is created', [createTopic('core', 'heartbeats', { partitions: '1' }, derived())]],
    ['a topic that changes', [updateTopic('core', 'heartbeats', [field('partitions', '1', '5')], derived())]],
    ['rights that are granted', createAcls(['Read', 'Write'])],
    ['rights that are taken away', deleteAcls(['Write'])],
  ])('%s', (_, changes) => {
    const plan = planOf({ changes: changes.map(resting) });
    const said = `because live \`${text}\``;
    expect(planComment({ plan, context }).split(said)).toHaveLength(2);
    expect(planLog(plan)).toContain(`because live ${text}`);
    expect(planJson(plan)).toContain(JSON.stringify(text));
    const without = planOf({ changes });
    expect(planComment({ plan: without, context })).not.toContain('because live');
    expect(without.digest).toBe(plan.digest);
  });
});
