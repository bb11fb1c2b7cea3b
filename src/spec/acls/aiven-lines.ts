import type { AivenAclForm } from '../../model/acl-form.ts';
import type { RawAivenAcl } from '../schema/acl.ts';
import type { AivenAclSpec } from '../spec.ts';
import type { SourcePath } from '../yaml/source-node.ts';
import { formPermission } from './forms.ts';
import { type AclContext, type Written, written } from './written.ts';

/** The lines of `acls.aiven`, written out: one for each user and topic. */
export function resolveAivenAcls(acls: readonly RawAivenAcl[], context: AclContext): readonly AivenAclSpec[] {
  return acls.flatMap((acl, index) => resolveLine(acl, [...context.path, 'acls', 'aiven', index], context));
}

function resolveLine(acl: RawAivenAcl, path: SourcePath, context: AclContext): readonly AivenAclSpec[] {
  const users = written(acl.username, [...path, 'username'], context);
  const { topic, permission, produce, consume } = acl;
  if (produce === undefined && consume === undefined) return entryLine(acl, users, path, context);
  for (const [key, value] of Object.entries({ topic, permission })) {
    if (value === undefined) continue;
    const message = `${key} does not go with produce and consume, which say what is allowed on what`;
    context.report.add(
      'acl-form',
      context.locator.key([...path, key]),
      message,
      'Write topic and permission on a line of their own.',
    );
    return [];
  }
  return [
    ...aivenGranted('produce', users, written(produce, [...path, 'produce'], context), context),
    ...aivenGranted(
      'consume',
      users,
      written(consume?.topics, [...path, 'consume', 'topics'], context),
      context,
    ),
  ];
}

function entryLine(
  acl: RawAivenAcl,
  users: readonly Written<string>[],
  path: SourcePath,
  context: AclContext,
): readonly AivenAclSpec[] {
  const { locator, report, room } = context;
  const position = locator.value(path);
  const { topic, permission } = acl;
  if (topic === undefined || permission === undefined) {
    const lacks = topic === undefined ? 'topic' : 'permission';
    const hint = `Add ${lacks}:, or write produce: or consume: in place of topic and permission.`;
    report.add('missing-key', position, `${lacks} is missing`, hint);
    return [];
  }
  const topics = written(topic, [...path, 'topic'], context);
  if (!room.take(users.length * topics.length, position, report)) return [];
  return users.flatMap((user) =>
    topics.map((glob) => ({
      position: topics.length > 1 ? glob.position : position,
      positions: { username: user.position, topic: glob.position },
      username: user.value,
      topic: glob.value,
      permission,
    })),
  );
}

/** The entry of Aiven's own model that comes nearest to a form, for each user and topic. */
export function aivenGranted(
  form: AivenAclForm,
  users: readonly Written<string>[],
  topics: readonly Written<string>[],
  { report, room }: Pick<AclContext, 'report' | 'room'>,
): readonly AivenAclSpec[] {
  const [first] = topics;
  if (first === undefined || !room.take(users.length * topics.length, first.position, report)) return [];
  return topics.flatMap((topic) =>
    users.map((user) => ({
      position: topic.position,
      positions: { username: user.position, topic: topic.position },
      username: user.value,
      topic: topic.value,
      permission: formPermission[form],
      form,
    })),
  );
}
