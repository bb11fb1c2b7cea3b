import { expect, test } from '@jest/globals';
import { placeHeading } from '../../../../src/report/changes/change-tables.ts';
import { planPlaces } from '../../../../src/report/changes/plan-lines.ts';
import { createFlow, createTopic } from '../../../support/build/changes.ts';
import { planOf } from '../../../support/build/plan.ts';

const cluster = { key: 'core', aliases: ['core'], type: 'aiven', contacted: true, leftOut: false } as const;

function headings(project: string): readonly string[] {
  const flow = createFlow('mm2', ['onprem', 'core'], {});
  const moved = { ...flow, id: { ...flow.id, project } };
  const plan = planOf({
    changes: [createTopic('core', 'orders'), moved],
    topology: { clusters: [{ ...cluster, addresses: ['acme/kafka-core'] }], flows: [] },
  });
  return planPlaces(plan).map((place) => placeHeading(place, plan));
}

test('a MirrorMaker 2 service is named with its project where the spec has two', () => {
  expect(headings('acme')).toContainEqual(expect.stringContaining('`mm2` <sub>MirrorMaker 2 service</sub>'));
  expect(headings('acme-eu')).toContainEqual(
    expect.stringContaining('`mm2` <sub>MirrorMaker 2 service in project acme-eu</sub>'),
  );
});
