import type { RawTopicConsume, RawTopicProduce } from '../schema/acl.ts';
import type { AivenAclSpec, KafkaAclSpec } from '../spec.ts';
import type { SourcePath } from '../yaml/source-node.ts';
import { aivenGranted } from './aiven-lines.ts';
import { consuming, producing, resolveHost, transacting } from './grants.ts';
import { type AclResource, namedResources } from './names.ts';
import { type AclContext, written } from './written.ts';

interface TopicAcls {
  readonly kafka: readonly KafkaAclSpec[];
  readonly aiven: readonly AivenAclSpec[];
}

interface RawTopicAcls {
  readonly produce?: RawTopicProduce | undefined;
  readonly consume?: RawTopicConsume | undefined;
}

interface TopicContext extends AclContext {
  readonly type: 'aiven' | 'external';
}

/** What the topics of a cluster say about who uses them. */
export function aclsAtTopics(
  topics: Readonly<Record<string, RawTopicAcls>>,
  context: TopicContext,
): TopicAcls {
  const names = Object.keys(topics).sort();
  const each = names.flatMap((name) => {
    const { produce = [], consume = [] } = topics[name] ?? {};
    const path = [...context.path, 'topics', name];
    return [
      ...produce.map((entry, index) => produceEntry(name, entry, [...path, 'produce', index], context)),
      ...consume.map((entry, index) => consumeEntry(name, entry, [...path, 'consume', index], context)),
    ];
  });
  return { kafka: each.flatMap(({ kafka }) => kafka), aiven: each.flatMap(({ aiven }) => aiven) };
}

type Entry = Exclude<RawTopicProduce[number], string> & RawTopicConsume[number];

function produceEntry(
  topic: string,
  written: RawTopicProduce[number],
  path: SourcePath,
  context: TopicContext,
): TopicAcls {
  const entry: Omit<Entry, 'group'> = typeof written === 'string' ? { principal: written } : written;
  const principalPath = typeof written === 'string' ? path : [...path, 'principal'];
  return byModel('produce', topic, entry, path, context, () => {
    const who = holders(entry, path, principalPath, context);
    const ids = entry.transactional_id;
    const at = { path: [...path, 'transactional_id'], spelling: 'map' } as const;
    return [
      ...producing([resource(topic, path, context)], who, context),
      ...(ids === undefined
        ? []
        : transacting(namedResources('transactional_id', ids, at, context), who, context)),
    ];
  });
}

function consumeEntry(
  topic: string,
  entry: RawTopicConsume[number],
  path: SourcePath,
  context: TopicContext,
): TopicAcls {
  return byModel('consume', topic, entry, path, context, () => {
    if (entry.group === undefined) {
      const hint =
        'Add group:. Who reads without a group has a line in acls.kafka, with allow: [Read, Describe].';
      context.report.add('missing-key', context.locator.value(path), 'group is missing', hint);
      return [];
    }
    const [group] = namedResources(
      'group',
      entry.group,
      { path: [...path, 'group'], spelling: 'map' },
      context,
    );
    if (group === undefined) return [];
    const who = holders(entry, path, [...path, 'principal'], context);
    return consuming([resource(topic, path, context)], group, who, context);
  });
}

/** A `principal` is one of Kafka's own ACLs, a `username` one of Aiven's; an entry has one of the two. */
function byModel(
  form: 'produce' | 'consume',
  topic: string,
  entry: Partial<Entry>,
  path: SourcePath,
  context: TopicContext,
  kafka: () => readonly KafkaAclSpec[],
): TopicAcls {
  const { locator, report, type } = context;
  if ((entry.principal === undefined) === (entry.username === undefined)) {
    const message = `an entry of ${form} has either principal or username`;
    const hint = "Write principal: for a Kafka-native ACL, username: for one of Aiven's own model.";
    report.add('acl-form', locator.value(path), message, hint);
    return nothing;
  }
  if (entry.username === undefined) return { kafka: kafka(), aiven: [] };
  if (type === 'external') {
    const message = "Aiven's ACL model exists on Aiven services only";
    report.add('aiven-only', locator.key([...path, 'username']), message, 'Use principal.');
    return nothing;
  }
  const unsaid = (['group', 'transactional_id', 'host'] as const).find((key) => entry[key] !== undefined);
  if (unsaid !== undefined) {
    const message = `Aiven's own ACLs know no ${unsaid}: it counts for all of them`;
    const hint = `Remove ${unsaid}, or write principal: for a Kafka-native ACL.`;
    report.add('aiven-acl-form', locator.key([...path, unsaid]), message, hint);
    return nothing;
  }
  const users = written(entry.username, [...path, 'username'], context);
  const aiven = aivenGranted(form, users, [{ value: topic, position: locator.value(path) }], context);
  return { kafka: [], aiven };
}

const nothing: TopicAcls = { kafka: [], aiven: [] };

function holders(
  { principal, host }: Partial<Entry>,
  path: SourcePath,
  principalPath: SourcePath,
  context: AclContext,
) {
  return {
    principals: written(principal, principalPath, context),
    host: resolveHost(host, path, context),
  };
}

/** Where it says who, not where the topic begins: there is the line to change. */
function resource(topic: string, path: SourcePath, { locator }: AclContext): AclResource {
  const namePosition = locator.value(path);
  return { resourceType: 'Topic', resourceName: topic, patternType: 'LITERAL', namePosition };
}
