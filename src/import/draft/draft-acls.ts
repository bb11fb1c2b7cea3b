import { whyNotStatable } from '../../model/acl-forms.ts';
import { anyHost, hostAddress } from '../../model/acl-host.ts';
import type { AivenAclId } from '../../model/aiven-acl.ts';
import type { KafkaAclId } from '../../model/kafka-acl.ts';
import type { LiveCluster } from '../../model/live.ts';
import { nameOf } from '../../model/resource.ts';
import { compareText } from '../../model/text-order.ts';
import type { LeftOut } from '../left-out.ts';
import type { AclLine } from '../spec-draft.ts';
import { aivenAclLines } from './aiven-acl-lines.ts';
import { kafkaAclLines } from './kafka-acl-lines.ts';

const whyNot = {
  'resource-type': 'a spec says nothing of resources of its type',
  'host-no-address': 'its host is no address',
  'acl-form': 'no line of a spec has its form',
} as const;

/** Where an entry of a cluster stands in a draft; an entry has no key, so it goes by its words. */
export function aclPath(id: KafkaAclId | AivenAclId): readonly string[] {
  return ['clusters', id.cluster, 'acls', id.kind === 'kafka-acl' ? 'kafka' : 'aiven', nameOf(id)];
}

/** As few lines, each for entries with the same rights. */
export function draftKafkaAcls(
  { cluster, kafkaAcls, newerAcls }: LiveCluster,
  leftOut: LeftOut,
): readonly AclLine<KafkaAclId>[] {
  if (kafkaAcls.state === 'unknown') {
    noteUnread(cluster, 'kafka', kafkaAcls, leftOut);
    return [];
  }
  if (leftOut.excludes(['clusters', cluster, 'acls', 'kafka'], `Kafka-native ACLs of ${cluster}`)) return [];
  for (const { principal, text } of newerAcls ?? []) {
    leftOut.add({
      path: ['clusters', cluster, 'acls', 'newer', `${principal} ${text}`],
      what: `ACL of ${principal} ${text}`,
      why: 'this version does not know one of its values',
    });
  }
  return kafkaAclLines(kafkaAcls.value.map(({ id }) => id).filter((id) => isSayable(id, leftOut)));
}

/** The entry that every service begins with is nobody's, and stays. */
export function draftAivenAcls(
  { cluster, aivenAcls }: LiveCluster,
  leftOut: LeftOut,
): readonly AclLine<AivenAclId>[] {
  if (aivenAcls.state === 'unknown') {
    noteUnread(cluster, 'aiven', aivenAcls, leftOut);
    return [];
  }
  if (leftOut.excludes(['clusters', cluster, 'acls', 'aiven'], `Aiven ACLs of ${cluster}`)) return [];
  const entries = new Map<string, AivenAclId>();
  for (const { id, aclId } of aivenAcls.value) {
    if (aclId === 'default') {
      const why = 'every new service begins with it; it is never taken away';
      leftOut.add({ path: aclPath(id), what: `ACL ${nameOf(id)}`, why, isExpected: true, isSilent: true });
      continue;
    }
    if (!isSayable(id, leftOut)) continue;
    entries.set(nameOf(id), id);
  }
  const sorted = [...entries].sort(([a], [b]) => compareText(a, b)).map(([, id]) => id);
  return aivenAclLines(sorted);
}

function isSayable(id: KafkaAclId | AivenAclId, leftOut: LeftOut): boolean {
  const path = aclPath(id);
  const what = `ACL ${nameOf(id)}`;
  if (leftOut.excludes(path, what)) return false;
  const unstatable = whyNotStatable(id);
  const why = unstatable === undefined ? whyOddHost(id) : whyNot[unstatable];
  if (why === undefined) return true;
  leftOut.add({ path, what, why });
  return false;
}

/** A spec writes an address in the form that brokers compare; undefined: the entry has that form. */
function whyOddHost(id: KafkaAclId | AivenAclId): string | undefined {
  if (id.kind === 'aiven-acl' || id.host === anyHost || hostAddress(id.host) === id.host) return undefined;
  return 'its host is written in a form that no broker compares, so it has no effect';
}

function noteUnread(
  cluster: string,
  model: 'kafka' | 'aiven',
  { code, message }: { readonly code: string; readonly message: string },
  leftOut: LeftOut,
): void {
  if (code === 'not-managed') return;
  const what = model === 'kafka' ? 'Kafka-native ACLs' : "entries of Aiven's own ACL model";
  leftOut.add({ path: ['clusters', cluster, 'acls', model], what: `${what} of ${cluster}`, why: message });
}
