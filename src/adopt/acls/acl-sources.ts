import { type AivenAclId, aivenAclIdentity } from '../../model/aiven-acl.ts';
import { type KafkaAclId, kafkaAclIdentity } from '../../model/kafka-acl.ts';
import { resolveAivenAcls } from '../../spec/acls/aiven-lines.ts';
import { aclsAtTopics } from '../../spec/acls/at-topics.ts';
import { resolveKafkaAcls } from '../../spec/acls/kafka-lines.ts';
import { type AclContext, AclRoom } from '../../spec/acls/written.ts';
import { newReport } from '../../spec/rules/report.ts';
import { aclsSchema, topicConsumeSchema, topicProduceSchema } from '../../spec/schema/acl.ts';
import type { AivenAclSpec, KafkaAclSpec } from '../../spec/spec.ts';
import type { Plain, PlainMap } from '../../spec/text/plain.ts';
import { isList, isMap } from '../../spec/text/scalar-text.ts';

export type AclId = KafkaAclId | AivenAclId;

/** A line of a spec that stands for ACL entries. */
export interface AclSource {
  /** Of the list that it stands in. */
  readonly path: readonly string[];
  readonly item: Plain;
  /** What another text in its place would stand for; empty: nothing that a spec may say. */
  readonly entriesOf: (item: Plain) => readonly AclId[];
}

/** Every line of a cluster that says who may do what: under `acls`, and at its topics. */
export function aclSources(cluster: string, said: PlainMap): readonly AclSource[] {
  const own = child(child(said, 'clusters'), cluster);
  const acls = child(own, 'acls');
  const path = ['clusters', cluster];
  const lines = (['kafka', 'aiven'] as const).flatMap((model) =>
    items(acls, model).map(
      (item): AclSource => ({
        path: [...path, 'acls', model],
        item,
        entriesOf: (text) => entriesOfLine(cluster, model, text),
      }),
    ),
  );
  const topics = child(own, 'topics');
  const atTopics = [...(topics ?? new Map<string, Plain>()).keys()].flatMap((topic) =>
    (['produce', 'consume'] as const).flatMap((form) =>
      items(child(topics, topic), form).map(
        (item): AclSource => ({
          path: [...path, 'topics', topic, form],
          item,
          entriesOf: (text) => entriesAtTopic(cluster, topic, form, text),
        }),
      ),
    ),
  );
  return [...lines, ...atTopics];
}

function child(map: PlainMap | undefined, key: string): PlainMap | undefined {
  const value = map?.get(key) ?? null;
  return isMap(value) ? value : undefined;
}

function items(map: PlainMap | undefined, key: string): readonly Plain[] {
  const value = map?.get(key) ?? null;
  return isList(value) ? value : [];
}

function entriesOfLine(cluster: string, model: 'kafka' | 'aiven', item: Plain): readonly AclId[] {
  const parsed = aclsSchema.safeParse({ [model]: [jsonOf(item)] });
  if (!parsed.success) return [];
  return entriesIn(cluster, (context) => ({
    kafka: resolveKafkaAcls(parsed.data.kafka ?? [], context),
    aiven: resolveAivenAcls(parsed.data.aiven ?? [], context),
  }));
}

function entriesAtTopic(
  cluster: string,
  topic: string,
  form: 'produce' | 'consume',
  item: Plain,
): readonly AclId[] {
  const parsed =
    form === 'produce'
      ? topicProduceSchema.safeParse([jsonOf(item)])
      : topicConsumeSchema.safeParse([jsonOf(item)]);
  if (!parsed.success) return [];
  // The type is looked at for a rule that the spec has passed already.
  return entriesIn(cluster, (context) =>
    aclsAtTopics({ [topic]: { [form]: parsed.data } }, { ...context, type: 'aiven' }),
  );
}

interface Resolved {
  readonly kafka: readonly KafkaAclSpec[];
  readonly aiven: readonly AivenAclSpec[];
}

/** Nothing is told of places: the text may be one that nobody wrote. */
function entriesIn(cluster: string, resolve: (context: AclContext) => Resolved): readonly AclId[] {
  const report = newReport();
  const nowhere = { file: '', line: 1, column: 1 };
  const { kafka, aiven } = resolve({
    report,
    path: ['clusters', cluster],
    room: new AclRoom(),
    locator: { key: () => nowhere, value: () => nowhere, others: () => [], node: () => undefined },
  });
  if (report.findings.some(({ severity }) => severity === 'error')) return [];
  return [
    ...kafka.flatMap(({ operations, principal, host, resourceType, resourceName, patternType, permission }) =>
      operations.map(
        (operation): KafkaAclId => ({
          kind: 'kafka-acl',
          ...{ cluster, principal, host, resourceType, resourceName, patternType, permission, operation },
        }),
      ),
    ),
    ...aiven.map(
      ({ username, topic, permission }): AivenAclId => ({
        kind: 'aiven-acl',
        ...{ cluster, username, topic, permission },
      }),
    ),
  ];
}

export function aclName(id: AclId): string {
  return id.kind === 'kafka-acl' ? kafkaAclIdentity.nameOf(id) : aivenAclIdentity.nameOf(id);
}

/** As the schema takes it. */
function jsonOf(value: Plain): unknown {
  if (isMap(value)) return Object.fromEntries([...value].map(([key, inner]) => [key, jsonOf(inner)]));
  return isList(value) ? value.map(jsonOf) : value;
}
