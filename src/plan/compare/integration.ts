import type { FieldChange } from '../../model/change.ts';
import type { IntegrationSource } from '../../model/integration.ts';
import { comparison, type KindComparison } from './comparison.ts';

/** The source is immutable in Aiven's API, tuning is not; tuning that the spec does not state stays. */
export const integrationComparison: KindComparison<'integration'> = {
  compare(desired, live) {
    const fields: FieldChange[] = [];
    const from = showSource(live.source);
    const to = showSource(desired.source);
    if (from !== to) fields.push({ field: 'source', from, to });
    for (const [key, value] of sortedEntries(desired.tuning)) {
      const actual = live.tuning[key];
      if (String(actual ?? '') !== String(value)) {
        fields.push({ field: key, from: actual === undefined ? null : String(actual), to: String(value) });
      }
    }
    const unlisted = sortedEntries(live.tuning)
      .filter(([key]) => !(key in desired.tuning))
      .map(([field, value]) => ({ field, value: String(value) }));
    return comparison({ fields, unlisted, replace: from !== to });
  },
  describe: (desired) => [
    { field: 'source', from: null, to: showSource(desired.source) },
    ...sortedEntries(desired.tuning).map(([field, value]) => ({ field, from: null, to: String(value) })),
  ],
  describeLive: (live) => [{ field: 'source', from: showSource(live.source), to: null }],
};

function showSource(source: IntegrationSource): string {
  return source.type === 'service'
    ? `service ${source.project}/${source.service}`
    : `endpoint ${source.endpoint}`;
}

function sortedEntries(tuning: Readonly<Record<string, string | number>>): [string, string | number][] {
  return Object.entries(tuning).sort(([a], [b]) => (a < b ? -1 : 1));
}
