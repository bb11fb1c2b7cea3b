import { describe, expect, test } from '@jest/globals';
import { flowComparison } from '../../../src/plan/compare/flow.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { otherForm, readRecord, writeRecord } from '../../../src/review/record-text.ts';
import {
  changeEndpoint,
  createAcls,
  createFlow,
  createTopic,
  deleteTopic,
  field,
  updateTopic,
} from '../../support/build/changes.ts';
import { planOf } from '../../support/build/plan.ts';
import { expectGolden } from '../../support/golden-file.ts';

/** One of everything that a record can hold. */
function everything(): string {
  const flow = createFlow('mm2', ['onprem', 'core'], {});
  const replaced = changeEndpoint('replace', 'onprem-kafka', [
    field('security_protocol', 'PLAINTEXT', 'SSL'),
  ]);
  if (replaced.action !== 'replace') throw new Error('a replacement');
  const id = { ...replaced.id, project: 'acme-prod' };
  const config = { bootstrap_servers: 'kafka-1.corp.example:9093', security_protocol: 'SASL_SSL' } as const;
  const endpointFields = ['bootstrap_servers', 'security_protocol'] as const;
  const pending = createTopic('dc2', 'edge');
  if (flow.desired === undefined || pending.desired === undefined) throw new Error('creations');
  const plan = planOf({
    changes: [
      createTopic('core', 'orders'),
      { ...updateTopic('core', 'payments', [field('partitions', '6', '12')]), restsOn: ['a flow'] },
      deleteTopic('core', 'old'),
      ...createAcls(['Read']),
      { ...replaced, id, desired: { ...replaced.desired, id, config, stated: new Set(endpointFields) } },
      { ...flow, id: { ...flow.id, project: id.project }, fields: flowComparison.describe(flow.desired) },
    ],
    pending: [{ place: 'dc2', resource: pending.desired, fields: [{ field: 'partitions', to: '4' }] }],
  });
  const [text = '', ...more] = writeRecord(reviewRecord(plan, 12));
  expect(more).toEqual([]);
  return text;
}

describe('a record is read again by later runs', () => {
  test('so its bytes, and those of its digests, stay as they are', () => {
    expectGolden(new URL('golden/record.txt', import.meta.url), `${everything()}\n`);
  });

  test('and with a line that is not quite an entry it is none, of any version', () => {
    const lines = everything().split('\n');
    const entries = lines.slice(2, -1);
    expect(new Set(entries.map((line) => line.charAt(0)).filter((mark) => /[^\w-]/.test(mark)))).toEqual(
      new Set(['+', '?', '=', '&', '~', '^', '[']),
    );
    for (const entry of entries) {
      // A clear line is JSON, to which a space at its end does not matter.
      const spaced = entry.startsWith('[') ? [] : [`${entry} `];
      // A value is a text, a list of texts, a secret's state or null.
      const unlike = entry.startsWith('[')
        ? [
            JSON.stringify([...JSON.parse(entry).slice(0, 6), 7]),
            JSON.stringify([...JSON.parse(entry), null]),
          ]
        : [];
      for (const wrong of [`x${entry}`, ` ${entry}`, `${entry}x`, entry.slice(0, -1), ...spaced, ...unlike]) {
        const text = lines.map((line) => (line === entry ? wrong : line)).join('\n');
        expect({ wrong, read: readRecord([text]) }).toEqual({ wrong, read: undefined });
        expect(otherForm(text, { name: 'prod', pullRequest: 12 })).toBe('none');
      }
    }
  });
});
