import { list, textAt } from '../api.ts';
import { isDone, type Scratch, servicePath, until } from '../scope.ts';

/** Step 8, the entries of both kinds. */
export async function aclSteps(scope: Scratch): Promise<void> {
  await aivenAcls(scope);
  await kafkaAcls(scope);
  await deletedUser(scope);
}

export function aclsPath(scope: Scratch): string {
  return `${servicePath(scope, scope.kafka)}/acl`;
}

export function kafkaAclsPath(scope: Scratch): string {
  return `${servicePath(scope, scope.kafka)}/kafka/acl`;
}

export function usersPath(scope: Scratch): string {
  return `${servicePath(scope, scope.kafka)}/user`;
}

async function aivenAcls(scope: Scratch): Promise<void> {
  const { api, findings, prefix } = scope;
  const entry = { permission: 'read', topic: `${prefix}topic`, username: `${prefix}user` };
  await api.post(aclsPath(scope), entry);
  const again = await api.post(aclsPath(scope), entry);
  findings.settle('identicalAivenAcl', again.status === 409 ? '409' : 'allow');
}

async function kafkaAcls(scope: Scratch): Promise<void> {
  const { api, findings, prefix } = scope;
  const entry = {
    principal: `User:${prefix}user`,
    resource_type: 'Topic',
    resource_name: `${prefix}topic`,
    pattern_type: 'LITERAL',
    operation: 'Read',
    permission_type: 'ALLOW',
  };
  const group = await api.post(kafkaAclsPath(scope), { ...entry, principal: `Group:${prefix}group` });
  if (isDone(scope, group)) findings.leave('otherPrincipal', 'it was taken');
  else findings.settle('otherPrincipal', group.status === 400 ? 'bad-request' : 'not-supported');
  const anywhere = await api.post(kafkaAclsPath(scope), { ...entry, host: '' });
  findings.settle('emptyAclHost', isDone(scope, anywhere) ? 'any' : 'refuse');
}

async function deletedUser(scope: Scratch): Promise<void> {
  const { api, findings, prefix } = scope;
  const username = `${prefix}leaver`;
  const path = `${usersPath(scope)}/${username}`;
  await api.post(usersPath(scope), { username });
  await until(scope, async () => ((await api.get(path)).status === 200 ? true : undefined));
  await api.post(aclsPath(scope), { permission: 'read', topic: `${prefix}leaving`, username });
  await api.delete(path);
  const left = list((await api.get(aclsPath(scope))).body, 'acl').some(
    (acl) => textAt(acl, 'username') === username,
  );
  findings.settle('aclsOfDeletedUser', left ? 'stay' : 'go');
}
