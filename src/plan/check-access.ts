import type { Desired } from '../model/desired.ts';
import type { Finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import { keyOf, nameOf } from '../model/resource.ts';
import { isKnown, reasonOf } from './plan-draft.ts';

/** What flows with `access: check` need and do not have. Reported, never planned. */
export function checkAccess(desired: Desired, live: Live): readonly Finding[] {
  return [...missingTopics(desired, live), ...missingAcls(desired, live)];
}

function missingTopics(desired: Desired, live: Live): Finding[] {
  const findings: Finding[] = [];
  for (const { id, provenance } of desired.checked.topics) {
    const reading = live.clusters.get(id.cluster)?.topics.get(id.name);
    if (isKnown(reading) && reading.value !== undefined) continue;
    const lacking = isKnown(reading);
    findings.push({
      code: lacking ? 'topic-missing' : 'access-not-checked',
      severity: lacking ? 'warning' : 'notice',
      message: lacking
        ? `topic ${id.name} is missing on ${id.cluster}${because(provenance)}`
        : `whether topic ${id.name} exists on ${id.cluster} could not be checked: ${reasonOf(reading).message}`,
      hint: `Create it on ${id.cluster}, or set access: manage on the flow.`,
      position: provenance.position,
      about: id,
    });
  }
  return findings;
}

function missingAcls(desired: Desired, live: Live): Finding[] {
  const findings: Finding[] = [];
  const unchecked = new Set<string>();
  for (const { id, provenance } of desired.checked.kafkaAcls) {
    const reading = live.clusters.get(id.cluster)?.kafkaAcls;
    if (!isKnown(reading)) {
      if (unchecked.has(id.cluster)) continue;
      unchecked.add(id.cluster);
      findings.push({
        code: 'access-not-checked',
        severity: 'notice',
        message: `the ACLs of ${id.principal} on ${id.cluster} could not be checked: ${reasonOf(reading).message}`,
        hint: `Give ${id.cluster} an admin identity that may describe ACLs, or set access: off on the flow.`,
        position: provenance.position,
      });
    } else if (!reading.value.some((acl) => keyOf(acl.id) === keyOf(id))) {
      findings.push({
        code: 'access-missing',
        severity: 'warning',
        message: `${id.cluster} lacks the ACL "${nameOf(id)}"${because(provenance)}`,
        hint: `Add it on ${id.cluster}, or set access: manage on the flow.`,
        position: provenance.position,
        about: id,
      });
    }
  }
  return findings;
}

function because(provenance: Desired['checked']['topics'][number]['provenance']): string {
  return provenance.origin === 'derived' ? `: ${provenance.why} (rule ${provenance.rule})` : '';
}
