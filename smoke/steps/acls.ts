import { textAt } from '../api.ts';
import { hasEffect, isTaken, listIn, must, mustBeDone, unforeseen } from '../evidence.ts';
import { type Scratch, servicePath, until } from '../scope.ts';

/** Step 8, the entries of both kinds. */
export async function aclSteps(scope: Scratch): Promise<void> {
  const { findings } = scope;
  await findings.question(['identicalAivenAcl'], () => aivenAcls(scope));
  await findings.question(['otherPrincipal'], () => otherPrincipal(scope));
  await findings.question(['emptyAclHost'], () => emptyHost(scope));
  await findings.question(['aclsOfDeletedUser'], () => deletedUser(scope));
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

async function entriesOf(scope: Scratch, username: string): Promise<number> {
  const entries = listIn(await scope.api.get(aclsPath(scope)), 'acl');
  return entries.filter((acl) => textAt(acl, 'username') === username).length;
}

async function aivenAcls(scope: Scratch): Promise<void> {
  const { api, findings, prefix } = scope;
  const username = `${prefix}user`;
  const entry = { permission: 'read', topic: `${prefix}topic`, username };
  mustBeDone(scope, await api.post(aclsPath(scope), entry));
  const again = await api.post(aclsPath(scope), entry);
  if (again.status === 409) findings.settle('identicalAivenAcl', '409');
  else if ((await entriesOf(scope, username)) === 2) findings.settle('identicalAivenAcl', 'allow');
  else throw unforeseen(again);
}

function kafkaEntry({ prefix }: Scratch) {
  return {
    principal: `User:${prefix}user`,
    resource_type: 'Topic',
    resource_name: `${prefix}topic`,
    pattern_type: 'LITERAL',
    operation: 'Read',
    permission_type: 'ALLOW',
  };
}

async function otherPrincipal(scope: Scratch): Promise<void> {
  const { api, findings, prefix } = scope;
  const entry = { ...kafkaEntry(scope), principal: `Group:${prefix}group` };
  const answer = await api.post(kafkaAclsPath(scope), entry);
  if (/not_?supported/i.test(answer.code)) findings.settle('otherPrincipal', 'not-supported');
  else if (answer.status === 400) findings.settle('otherPrincipal', 'bad-request');
  else if (isTaken(scope, answer)) findings.leave('otherPrincipal', 'it was taken');
  else throw unforeseen(answer);
}

async function emptyHost(scope: Scratch): Promise<void> {
  const { api, findings } = scope;
  const entry = kafkaEntry(scope);
  // Without a host it is taken, so a refusal is one of the empty text.
  mustBeDone(scope, await api.post(kafkaAclsPath(scope), { ...entry, operation: 'Write' }));
  const anywhere = await api.post(kafkaAclsPath(scope), { ...entry, host: '' });
  const isListed = async () => {
    const entries = listIn(await api.get(kafkaAclsPath(scope)), 'kafka_acl');
    return entries.some(
      (one) => textAt(one, 'principal') === entry.principal && textAt(one, 'operation') === entry.operation,
    );
  };
  findings.settle('emptyAclHost', (await hasEffect(scope, anywhere, isListed)) ? 'any' : 'refuse');
}

async function deletedUser(scope: Scratch): Promise<void> {
  const { api, findings, prefix } = scope;
  const username = `${prefix}leaver`;
  const path = `${usersPath(scope)}/${username}`;
  mustBeDone(scope, await api.post(usersPath(scope), { username }));
  const isThere = async () =>
    textAt((await api.get(path)).body, 'user', 'username') === username ? true : undefined;
  must((await until(scope, isThere)) === true, 'a new user did not show');
  mustBeDone(
    scope,
    await api.post(aclsPath(scope), { permission: 'read', topic: `${prefix}leaving`, username }),
  );
  must((await entriesOf(scope, username)) === 1, 'a new entry did not show');
  mustBeDone(scope, await api.delete(path));
  const isGone = async () => ((await api.get(path)).status === 404 ? true : undefined);
  must((await until(scope, isGone)) === true, 'a deleted user stayed');
  findings.settle('aclsOfDeletedUser', (await entriesOf(scope, username)) === 0 ? 'go' : 'stay');
}
