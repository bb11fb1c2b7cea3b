import type { FieldChange } from '../../model/change.ts';
import { type StatedTuning, sourceText, tuningDefault } from '../../model/integration.ts';
import { comparison, foreignFields, type KindComparison } from './comparison.ts';

/** The source is immutable in Aiven's API, tuning is not; tuning that the spec does not state stays. */
export const integrationComparison: KindComparison<'integration'> = {
  kind: 'integration',
  compare(desired, live) {
    const fields: FieldChange[] = [];
    const from = sourceText(live.source);
    const to = sourceText(desired.source);
    if (from !== to) fields.push({ field: 'source', from, to });
    for (const [key, value] of sortedEntries(desired.tuning)) {
      const actual = live.tuning[key];
      if (show(actual) !== show(value) && !isAtDefault(key, value, actual))
        fields.push({ field: key, from: show(actual), to: show(value) });
    }
    const unlisted = sortedEntries(live.tuning)
      .filter(([key]) => !(key in desired.tuning))
      .map(([field, value]) => ({ field, value: String(value) }));
    const isKnown = (field: string) => field in live.tuning || field === 'user_config.cluster_alias';
    const foreign = foreignFields(live.stored, isKnown);
    return comparison({ fields, unlisted: [...unlisted, ...foreign], replace: from !== to });
  },
  stated: (desired) => sortedEntries(desired.tuning).map(([field, value]) => ({ field, value: show(value) })),
  describe: (desired) => [
    { field: 'source', from: null, to: sourceText(desired.source) },
    ...sortedEntries(desired.tuning)
      .filter(([, value]) => value !== null)
      .map(([field, value]) => ({ field, from: null, to: show(value) })),
  ],
  describeLive: (live) => [{ field: 'source', from: sourceText(live.source), to: null }],
};

/** A reset writes the default value. So for a key to be reset, a live value equal to the default is no difference. */
function isAtDefault(
  key: string,
  wanted: StatedTuning[string] | undefined,
  actual: StatedTuning[string] | undefined,
): boolean {
  return wanted === null && show(actual) === show(tuningDefault(key));
}

/** A field that was never set, and one that is to be as if it never was, are both `null`. */
function show(value: StatedTuning[string] | undefined): string | null {
  return value == null ? null : String(value);
}

function sortedEntries<V>(tuning: Readonly<Record<string, V>>): [string, V][] {
  return Object.entries(tuning).sort(([a], [b]) => (a < b ? -1 : 1));
}
