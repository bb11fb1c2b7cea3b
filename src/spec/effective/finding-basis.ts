import type { Finding } from '../../model/finding.ts';
import { flowName } from '../../model/flow.ts';
import { formatPosition } from '../../model/position.ts';
import type { FlowSpec, Spec } from '../spec.ts';
import { settingInWords } from './deciding-fields.ts';
import { assumptionProbes, type FieldProbe, liveProbes, type Probe } from './probes.ts';

/** A finding, and whether it stands on defaults that nobody has compared with the live flows. */
export interface JudgedFinding {
  readonly finding: Finding;
  readonly assumed: boolean;
}

/** Whether anybody asks for a finding. What nobody asks for need not be in the answer. */
export type Wanted = (finding: Finding) => boolean;

/**
 * The findings of a spec, each with words for what it rests on beyond the spec itself: defaults that are assumed, and settings
 * of live flows. A finding rests on a field if it is not the same with another value there. One that stands for more than are
 * listed counts as resting on none. `probesOfLive`: those of the spec, where they are at hand.
 */
export function findingsWithBasis(
  spec: Spec,
  findingsOf: (spec: Spec, wanted: Wanted) => readonly Finding[],
  probesOfLive: readonly FieldProbe[] = liveProbes(spec),
): readonly JudgedFinding[] {
  const findings = findingsOf(spec, () => true);
  if (findings.length === 0) return [];
  const keys = new Set(findings.map(keyOfFinding));
  const held = <P extends Probe>(probe: P) => ({
    probe,
    left: new Set(findingsOf(probe.spec, (finding) => keys.has(keyOfFinding(finding))).map(keyOfFinding)),
  });
  const assumptions = assumptionProbes(spec).map(held);
  const live = probesOfLive.map(held);
  return findings.map((finding) => {
    if (finding.unlisted !== undefined) return { finding, assumed: false };
    const isGone = ({ left }: { readonly left: ReadonlySet<string> }) => !left.has(keyOfFinding(finding));
    const assumed = assumptions.filter(isGone).flatMap(({ probe }) => assumedWords(probe));
    const because = live.filter(isGone).flatMap(({ probe }) => liveWords(probe, finding));
    const notes = [
      ...(assumed.length === 0 ? [] : [`assumed: ${assumed.join(', ')}`]),
      ...(because.length === 0 ? [] : [`because ${because.join(' and ')}`]),
    ];
    if (notes.length === 0) return { finding, assumed: false };
    const message = `${finding.message} (${notes.join('; ')})`;
    return { finding: { ...finding, message }, assumed: assumed.length > 0 };
  });
}

function keyOfFinding({ code, message, hint, position }: Finding): string {
  return JSON.stringify([code, message, hint, position && formatPosition(position)]);
}

/** `topics_exclude unset`: what a probe of an assumption takes away. All flows that leave a field out have the same default. */
export function assumedWords({ field, flows: [flow] }: Pick<Probe, 'field' | 'flows'>): readonly string[] {
  if (field === 'all') return ['the defaults of what the flows do not state'];
  return flow === undefined ? [] : [`${field} ${settingInWords(flow.settings, field)}`];
}

function liveWords({ field, flows }: FieldProbe, finding: Finding): readonly string[] {
  const own = flows.filter((flow) => isAbout(finding, flow));
  return (own.length > 0 ? own : flows)
    .slice(0, 2)
    .map((flow) => `live flow ${flowName(flow)} has ${field} ${settingInWords(flow.settings, field)}`);
}

function isAbout({ message, position }: Finding, flow: FlowSpec): boolean {
  if (message.includes(flowName(flow))) return true;
  return position !== undefined && formatPosition(position) === formatPosition(flow.position);
}
