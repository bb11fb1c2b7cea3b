import { connectTopicKind } from '../../mirrormaker/names.ts';
import { AclIndex } from '../../model/acl-index.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { LiveKafkaAcl } from '../../model/kafka-acl.ts';
import { addAclCommands } from '../../model/kafka-commands.ts';
import type { Live } from '../../model/live.ts';
import type { Provenance } from '../../model/provenance.ts';
import { nameOf } from '../../model/resource.ts';
import type { LiveTopic, Topic } from '../../model/topic.ts';
import { unreadHint } from '../../model/unread-hint.ts';
import { isKnown, reasonOf } from './plan-draft.ts';

const accessOff = 'set access: off on the flow';

/** What flows with `access: check` need and do not have, and what their users have beyond it. Never planned. */
export function checkAccess(desired: Desired, live: Live): readonly Finding[] {
  return [
    ...checkTopics(desired, live),
    ...unusableTopics(desired, live),
    ...missingAcls(desired, live),
    ...wideAcls(desired, live),
  ];
}

function checkTopics(desired: Desired, live: Live): Finding[] {
  const findings: Finding[] = [];
  for (const topic of desired.checked.topics) {
    const { id, provenance } = topic;
    const reading = live.clusters.get(id.cluster)?.topics.get(id.name);
    if (isKnown(reading) && reading.value !== undefined) {
      findings.push(...misfits(topic, reading.value));
      continue;
    }
    const lacking = isKnown(reading);
    findings.push({
      code: lacking ? 'topic-missing' : 'access-not-checked',
      severity: lacking ? 'warning' : 'notice',
      message: lacking
        ? `topic ${id.name} is missing on ${id.cluster}${because(provenance)}`
        : `whether topic ${id.name} exists on ${id.cluster} could not be checked: ${reasonOf(reading).message}`,
      hint: lacking
        ? `Create it on ${id.cluster}, or set access: manage on the flow.`
        : unreadHint(id.cluster, reasonOf(reading), {
            identity: 'an admin identity that may describe topics and their configs',
            otherwise: accessOff,
          }),
      position: provenance.position,
      about: id,
    });
  }
  return findings;
}

/** The plan gives a managed one its cleanup policy; partitions never shrink. */
function unusableTopics(desired: Desired, live: Live): readonly Finding[] {
  return desired.topics.flatMap((topic) => {
    const reading = live.clusters.get(topic.id.cluster)?.topics.get(topic.id.name);
    if (!isKnown(reading) || reading.value === undefined || topic.keepsLayout !== true) return [];
    return misfits(topic, { ...reading.value, config: new Map([['cleanup.policy', compacted]]) });
  });
}

const compacted = { value: 'compact', overridden: true };

/**
 * What MirrorMaker 2 cannot work with: its storage topics must be compacted and nothing else, the configs topic must have
 * one partition, and the others lose what they keep when they are not compacted.
 */
function misfits(topic: Topic, live: LiveTopic): readonly Finding[] {
  if (topic.provenance.origin !== 'derived' || topic.config.get('cleanup.policy') !== 'compact') return [];
  const { name, cluster } = topic.id;
  const kind = connectTopicKind(name);
  const says: { readonly what: string; readonly severity: Finding['severity'] }[] = [];
  if (kind === 'configs' && live.partitions !== 1) {
    says.push({ what: `${live.partitions} partitions`, severity: 'error' });
  }
  const policy = live.config.get('cleanup.policy')?.value ?? 'delete';
  if (policy !== 'compact') {
    says.push({ what: `cleanup.policy ${policy}`, severity: kind !== undefined ? 'error' : 'warning' });
  }
  return says.map(({ what, severity }) => ({
    code: 'internal-topic-misfit',
    severity,
    message: `${name} on ${cluster} has ${what}${because(topic.provenance)}`,
    hint: `It needs ${kind === 'configs' ? 'one partition and ' : ''}cleanup.policy compact; change it on ${cluster}, or set access: manage on the flow.`,
    position: topic.provenance.position,
    about: topic.id,
  }));
}

/** Rights of a connecting user that no flow and no line of the spec asks for; one finding per user, because there may be many. */
function wideAcls(desired: Desired, live: Live): Finding[] {
  const users = new Map(
    desired.checked.kafkaAcls.map(({ id, provenance }) => [
      JSON.stringify([id.cluster, id.principal]),
      { cluster: id.cluster, principal: id.principal, provenance },
    ]),
  );
  // What a flow needs that is left out, or not known, is not too wide.
  const isOpen = (cluster: string, principal: string) =>
    desired.undecided.some(({ ends }) =>
      ends.some((end) => end.cluster === cluster && (end.principal ?? principal) === principal),
    );
  return [...users.values()].flatMap(({ cluster, principal, provenance }): Finding[] => {
    if (isOpen(cluster, principal)) return [];
    const reading = live.clusters.get(cluster)?.kafkaAcls;
    if (!isKnown(reading)) return [];
    const { kafkaAcls: onlyChecked, neededElsewhere } = desired.checked;
    const listed = [...desired.kafkaAcls, ...onlyChecked, ...neededElsewhere].map(({ id }) => id);
    const needed = listed.filter(
      (id) => id.cluster === cluster && id.principal === principal && id.permission === 'ALLOW',
    );
    const own = reading.value.map(({ id }) => id).filter((id) => id.principal === principal);
    const asked = new AclIndex(needed.map((id) => ({ ...id, host: '*' })));
    const wide = own.filter((id) => id.permission === 'ALLOW' && !asked.isGranted(id));
    if (wide.length === 0) return [];
    const shown = wide.slice(0, 5).map((id) => `"${nameOf(id)}"`);
    const more = wide.length - shown.length;
    return [
      {
        code: 'access-too-wide',
        severity: 'warning',
        message: `${principal} on ${cluster} has ${wide.length === 1 ? 'a right' : `${wide.length} rights`} that no flow needs: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
        hint: `Take them away on ${cluster} if nothing else uses them, or list them under acls.kafka.`,
        position: provenance.position,
      },
    ];
  });
}

function missingAcls(desired: Desired, live: Live): Finding[] {
  const findings: Finding[] = [];
  const unchecked = new Set<string>();
  const indices = new Map<readonly LiveKafkaAcl[], AclIndex>();
  const indexOf = (acls: readonly LiveKafkaAcl[]): AclIndex => {
    const index = indices.get(acls) ?? new AclIndex(acls.map(({ id }) => id));
    indices.set(acls, index);
    return index;
  };
  for (const { id, provenance } of desired.checked.kafkaAcls) {
    const reading = live.clusters.get(id.cluster)?.kafkaAcls;
    if (!isKnown(reading)) {
      if (unchecked.has(id.cluster)) continue;
      unchecked.add(id.cluster);
      findings.push({
        code: 'access-not-checked',
        severity: 'notice',
        message: `the ACLs of ${id.principal} on ${id.cluster} could not be checked: ${reasonOf(reading).message}`,
        hint: unreadHint(id.cluster, reasonOf(reading), {
          identity: 'an admin identity that may describe ACLs',
          otherwise: accessOff,
        }),
        position: provenance.position,
      });
      continue;
    }
    const there = indexOf(reading.value);
    if (there.isGranted(id)) continue;
    const denial = there.denialOf(id);
    findings.push({
      code: 'access-missing',
      severity: 'warning',
      ...(denial === undefined
        ? {
            message: `${id.cluster} lacks the ACL "${nameOf(id)}"${because(provenance)}`,
            hint: `Add it on ${id.cluster}, or set access: manage on the flow.`,
            commands: addAclCommands(addressesOf(desired, id.cluster), [id]),
          }
        : {
            message: `${id.cluster} denies with "${nameOf(denial)}" what the flow needs${because(provenance)}`,
            hint: `Delete that denial on ${id.cluster}, or narrow it.`,
            ...(denial.host === '*' ? { lasts: true } : {}),
          }),
      position: provenance.position,
      about: id,
    });
  }
  return findings;
}

function addressesOf({ clusters }: Desired, key: string): readonly string[] {
  return clusters.find((cluster) => cluster.key === key)?.addresses ?? [];
}

function because(provenance: Provenance): string {
  return provenance.origin === 'derived' ? `: ${provenance.why} (rule ${provenance.rule})` : '';
}
