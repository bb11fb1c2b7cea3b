import { topicConfigs } from '../../model/limits/topic-configs.ts';
import { unlikelyNumber } from '../meant/quantity.ts';
import type { Report } from '../rules/report.ts';
import type { RawSpec } from '../schema/schema.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';

interface UnitContext {
  readonly locator: Locator;
  readonly report: Report;
}

/** Numbers without a unit that are legal and surely meant in another one: `retention.ms: 7` keeps records for 7 milliseconds. */
export function warnOfUnits(raw: RawSpec, context: UnitContext): void {
  for (const [name, { config }] of Object.entries(raw.topic_profiles ?? {}))
    warnOfConfigs(Object.keys(config ?? {}), ['topic_profiles', name, 'config'], context);
  for (const [key, { topics = {} }] of Object.entries(raw.clusters ?? {})) {
    for (const [name, { config }] of Object.entries(topics))
      warnOfConfigs(Object.keys(config ?? {}), ['clusters', key, 'topics', name, 'config'], context);
  }
  for (const [service, { settings, clusters = {}, flows = {} }] of Object.entries(raw.mirrormaker ?? {})) {
    const path = ['mirrormaker', service];
    warnOfNumbers(settings ?? {}, [...path, 'settings'], context);
    for (const [alias, tuning] of Object.entries(clusters))
      warnOfNumbers(tuning, [...path, 'clusters', alias], context);
    for (const [flow, fields] of Object.entries(flows))
      warnOfNumbers(fields, [...path, 'flows', flow], context);
  }
}

/** Small values are meant as they are: they tune how often or how precisely something is done. */
const mayBeSmall: ReadonlySet<string> = new Set([
  'file.delete.delay.ms',
  'flush.ms',
  'index.interval.bytes',
  'segment.jitter.ms',
  // What Kafka or Aiven say of a small one is found by its bounds.
  'segment.bytes',
]);

function warnOfConfigs(keys: readonly string[], path: SourcePath, { locator, report }: UnitContext): void {
  for (const key of keys) {
    const config = topicConfigs.get(key);
    const node = locator.node([...path, key]);
    if (config?.type !== 'quantity' || mayBeSmall.has(key) || node?.kind !== 'scalar') continue;
    const written = String(node.value);
    const found = /^\d{1,19}$/.test(written) ? unlikelyNumber(BigInt(written), config.unit, key) : undefined;
    if (found === undefined) continue;
    report.add(
      'unit-missing',
      locator.value([...path, key]),
      `${key}: ${written} is ${found.is}, which is surely not meant`,
      `Write ${key}: ${found.meant}; or ${key}: ${found.asIs} if it is meant.`,
    );
  }
}

/** Aiven's own fields take no unit, and have it in their names. */
function warnOfNumbers(
  fields: Readonly<Record<string, unknown>>,
  path: SourcePath,
  context: UnitContext,
): void {
  const { locator, report } = context;
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value !== 'number') continue;
    const found = unlikelyField(key, value);
    if (found === undefined) continue;
    report.add(
      'unit-missing',
      locator.value([...path, key]),
      `${key}: ${value} is ${value} ${found.unit}, which is surely not meant`,
      `Write ${key}: ${found.meant}.`,
    );
  }
}

const [minLikelyMilliseconds, mebibyte] = [10_000, 1_048_576];

/** Milliseconds where seconds are asked for, and the other way; MiB where bytes are. */
function unlikelyField(
  key: string,
  value: number,
): { readonly meant: number; readonly unit: string } | undefined {
  if (key.endsWith('_interval_seconds') && value >= minLikelyMilliseconds && value % 1_000 === 0)
    return { meant: value / 1_000, unit: 'seconds' };
  if (key.endsWith('_request_timeout_ms') && value > 0 && value < 1_000)
    return { meant: value * 1_000, unit: 'milliseconds' };
  const isSize = /_(?:fetch_max_bytes|partition_fetch_bytes|max_request_size)$/.test(key);
  return isSize && value > 0 && value <= 100 ? { meant: value * mebibyte, unit: 'bytes' } : undefined;
}
