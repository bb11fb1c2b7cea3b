import type { AivenAclId } from '../../model/aiven-acl.ts';
import type { LiveCluster } from '../../model/live.ts';
import { known } from '../../model/reading.ts';
import { keyOf, nameOf } from '../../model/resource.ts';
import type { ResourceWriter } from '../../model/writer.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError } from '../http/errors.ts';
import { dataOperation, servicePath, unknownInService } from '../service.ts';
import { aivenAclList, aivenAclRow, isKnownAivenAcl, type WireAivenAcl } from '../wire/acl.ts';
import { isUsualAivenAcl } from '../wire/usual-form.ts';
import { aclRows } from './acl-rows.ts';
import { readAclsBack } from './read-back.ts';
import { type AclEntries, writeAcls } from './write-acls.ts';

/** The entry that every new service starts with. Deleting it may lock everybody out. */
const defaultId = 'default';

/** Entries of Aiven's own ACL model: `/project/{project}/service/{service}/acl`, one entry per call. */
export function aivenAclWriter(client: AivenClient, address: ServiceAddress): ResourceWriter<'aiven-acl'> {
  return {
    write: (changes) => writeAcls(aivenAclEntries(client, address), changes),
    readBack: (ids) =>
      readAclsBack<'aiven-acl'>(
        ids,
        async (cluster) => (await readAivenAcls(client, address, cluster)).aivenAcls,
      ),
  };
}

export async function readAivenAcls(
  client: AivenClient,
  address: ServiceAddress,
  cluster: string,
): Promise<AivenAcls> {
  try {
    return liveAivenAcls(await listAivenAcls(client, address), cluster);
  } catch (error) {
    return { aivenAcls: await unknownInService(client, address, error), newerAcls: [] };
  }
}

export type AivenAcls = Required<Pick<LiveCluster, 'aivenAcls' | 'newerAcls'>>;

/**
 * The same entry may be stored more than once; it is one ACL. `default` stands for it only when it is the only one.
 */
export function liveAivenAcls(entries: readonly unknown[], cluster: string): AivenAcls {
  const { rows, odd } = aclRows(aivenAclRow, entries, isUsualAivenAcl);
  const acls = rows.filter(isKnownAivenAcl).map((row) => ({ id: aivenAclId(row, cluster), aclId: row.id }));
  const defaultFirst = acls.toSorted((a, b) => Number(b.aclId === defaultId) - Number(a.aclId === defaultId));
  return {
    aivenAcls: known([...new Map(defaultFirst.map((acl) => [keyOf(acl.id), acl])).values()]),
    newerAcls: [
      ...rows
        .filter((row) => !isKnownAivenAcl(row))
        .map(({ username, topic, permission }) => ({
          principal: `User:${username}`,
          text: `on ${topic} (permission ${permission})`,
        })),
      ...odd,
    ],
  };
}

async function listAivenAcls(client: AivenClient, address: ServiceAddress): Promise<readonly unknown[]> {
  const { acl } = await client.read({
    operation: dataOperation(address, 'list the ACLs of'),
    path: aclsPath(address),
    answer: aivenAclList,
  });
  return acl;
}

function aivenAclId(row: WireAivenAcl, cluster: string): AivenAclId {
  const { username, topic, permission } = row;
  return { kind: 'aiven-acl', cluster, username, topic, permission };
}

/** Additions before removals. All entries grant, so there is nothing to order among them. */
function aivenAclEntries(client: AivenClient, address: ServiceAddress): AclEntries<'aiven-acl'> {
  return {
    waveOf: (change) => (change.action === 'delete' ? 1 : 0),
    list: async (cluster) => {
      const { rows } = aclRows(aivenAclRow, await listAivenAcls(client, address), isUsualAivenAcl);
      const own = rows.filter((row) => row.id !== defaultId).filter(isKnownAivenAcl);
      return own.map((row) => ({ id: aivenAclId(row, cluster), aclId: row.id }));
    },
    add: ({ permission, topic, username }) =>
      client.write({
        method: 'POST',
        operation: dataOperation(address, `add the ACL "${username} ${permission} on ${topic}" to`),
        path: aclsPath(address),
        body: { permission, topic, username },
      }),
    delete: async (id, aclId) => {
      const deleting = dataOperation(address, `delete the ACL "${nameOf(id)}" of`);
      if (aclId === defaultId) {
        const message =
          'The entry `default`, which every service starts with, is never deleted by this tool.';
        throw new AivenError({ kind: 'not-sent', operation: deleting, message });
      }
      await client.write({ method: 'DELETE', operation: deleting, path: [...aclsPath(address), aclId] });
    },
  };
}

function aclsPath(address: ServiceAddress): string[] {
  return [...servicePath(address), 'acl'];
}
