import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../../src/desired/desired.ts';
import { known } from '../../../../src/model/reading.ts';
import { buildPlan } from '../../../../src/plan/build-plan.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { planAnnotations } from '../../../../src/report/texts/annotations.ts';
import { planLog } from '../../../../src/report/texts/log.ts';
import { planComment } from '../../../../src/report/texts/plan-comment.ts';
import { planJson } from '../../../../src/report/texts/plan-json.ts';
import { liveCluster, liveTopic, liveWorld, overridden } from '../../../support/build/live.ts';
import { context } from '../../../support/sample-plans.ts';
import { loadTexts } from '../../../support/spec-files.ts';

const files = {
  'prod/clusters.yaml': `version: 1
name: prod
project: acme
clusters: { core: { service: kafka-core } }
`,
  'prod/sizes.yaml': `clusters:
  core:
    topics:
      orders: { partitions: 24, config: { retention.ms: 1d } }
`,
  'shared/topics.yaml': `clusters:
  core:
    topics:
      orders: { replication: 3 }
      audit: { partitions: 1, replication: 3 }
`,
};

async function plan(): Promise<Plan> {
  const loaded = await loadTexts(files);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const { desired, findings } = desiredState(loaded.spec);
  const orders = liveTopic('core', 'orders', {
    partitions: 12,
    replication: 3,
    config: new Map([['retention.ms', overridden('604800000')]]),
  });
  const cluster = liveCluster('core', [orders], { topicNames: known(['orders']) });
  return buildPlan({ desired, live: liveWorld({ clusters: new Map([['core', cluster]]) }), findings });
}

describe('a topic from several files shows all of them', () => {
  test('in the comment, and one from a single file shows none', async () => {
    const text = planComment({ plan: await plan(), context });
    expect(text).toContain(
      'topic `orders` on `core` (declared in `prod/sizes.yaml:4`, `shared/topics.yaml:4`)',
    );
    expect(text).toContain('topic `audit` |');
  });

  test('in the log', async () => {
    expect(planLog(await plan())).toContain('declared in prod/sizes.yaml:4, shared/topics.yaml:4');
  });

  test('in plan.json', async () => {
    const { changes } = JSON.parse(planJson(await plan()));
    expect(changes.map(({ provenance }: { readonly provenance: object }) => provenance)).toEqual([
      { origin: 'declared', position: { file: 'shared/topics.yaml', line: 5, column: 7 }, reason: null },
      {
        origin: 'declared',
        position: { file: 'prod/sizes.yaml', line: 4, column: 7 },
        reason: null,
        also: [{ file: 'shared/topics.yaml', line: 4, column: 7 }],
      },
    ]);
  });

  test('and a risk is annotated on the line that states the field', async () => {
    const notes = planAnnotations(await plan()).filter(({ title }) => title.startsWith('Risk'));
    expect(notes.map(({ file, startLine, startColumn }) => `${file}:${startLine}:${startColumn}`)).toEqual([
      'prod/sizes.yaml:4:57',
      'prod/sizes.yaml:4:29',
    ]);
  });
});
