import type { AivenAclId } from '../../model/aiven-acl.ts';
import type { Plain } from '../../spec/text/plain.ts';
import type { AclLine } from '../spec-draft.ts';

/** The entries as few lines: topics with the same permission of a user together, in their order. */
export function aivenAclLines(ids: readonly AivenAclId[]): readonly AclLine<AivenAclId>[] {
  const alike = Map.groupBy(ids, ({ username, permission }) => JSON.stringify([username, permission]));
  return [...alike.values()].map((own) => {
    const [{ username, permission } = { username: '', permission: 'read' }] = own;
    const topics = own.map(({ topic }) => topic);
    return {
      fields: new Map<string, Plain>([
        ['username', username],
        ['topic', topics.length === 1 ? (topics[0] ?? '') : topics],
        ['permission', permission],
      ]),
      ids: own,
    };
  });
}
