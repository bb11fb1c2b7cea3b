import { keyOf } from '../../model/resource.ts';
import type { Plan } from '../../plan/plan.ts';
import type { SpecEdit } from '../../spec/edit/edit-spec.ts';
import type { Spec } from '../../spec/spec.ts';
import type { Plain, PlainMap } from '../../spec/text/plain.ts';
import { isMap } from '../../spec/text/scalar-text.ts';
import type { Estate } from '../estate.ts';
import type { LeftOutItem } from '../left-out.ts';
import type { AclLine, ClusterDraft, MirrorMakerDraft, SpecDraft } from '../spec-draft.ts';
import { topicMap } from '../topics/settings-text.ts';

/** What is added to a spec. */
export interface Additions {
  /** What of the draft the spec did not say. */
  readonly draft: SpecDraft;
  readonly edits: readonly SpecEdit[];
  /** There, and the spec says that it should not be. */
  readonly leftOut: readonly LeftOutItem[];
}

/** The same estate without the ACL entries that the spec says, derives or takes away. */
export function withoutSaidAcls(estate: Estate, spec: Spec, { leftAlone }: Plan): Estate {
  const unsaid = new Set(
    leftAlone
      .filter(({ why }) => why === 'outside-manage' || why === 'not-listed')
      .map(({ id }) => keyOf(id)),
  );
  const clusters = [...estate.clusters].map(([key, live]) => {
    const { kafkaAcls, aivenAcls } = live;
    if (!spec.clusters.has(key)) return [key, live] as const;
    const left = {
      ...live,
      ...(kafkaAcls.state === 'known' && {
        kafkaAcls: { ...kafkaAcls, value: kafkaAcls.value.filter(({ id }) => unsaid.has(keyOf(id))) },
      }),
      ...(aivenAcls.state === 'known' && {
        aivenAcls: { ...aivenAcls, value: aivenAcls.value.filter(({ id }) => unsaid.has(keyOf(id))) },
      }),
    };
    return [key, left] as const;
  });
  return { ...estate, clusters: new Map(clusters) };
}

/** The parts of a draft that a spec does not say, as edits of it. What the spec says stays as it says it, whatever is there. */
export function additionsTo(spec: Spec, draft: SpecDraft, before: Plan): Additions {
  const adding = new Adding(spec, before);
  const clusters = draft.clusters.map((cluster) => adding.cluster(cluster));
  const mirrormakers = draft.mirrormakers.map((mirrormaker) => adding.mirrormaker(mirrormaker));
  const isNew = ({ key }: ClusterDraft) => !spec.clusters.has(key);
  const secrets = new Set(clusters.filter(isNew).flatMap(({ connection }) => namesIn(connection, 'secret')));
  const files = new Set(clusters.filter(isNew).flatMap(({ connection }) => namesIn(connection, 'file')));
  return {
    draft: {
      ...{ ...draft, clusters, mirrormakers },
      secrets: draft.secrets.filter(({ name }) => secrets.has(name)),
      certificates: new Map([...draft.certificates].filter(([path]) => files.has(path))),
    },
    edits: adding.edits,
    leftOut: adding.leftOut,
  };
}

class Adding {
  readonly edits: SpecEdit[] = [];
  readonly leftOut: LeftOutItem[] = [];
  readonly #spec: Spec;
  readonly #goes: ReadonlySet<string>;

  constructor(spec: Spec, { changes }: Plan) {
    this.#spec = spec;
    this.#goes = new Set(changes.filter(({ action }) => action === 'delete').map(({ id }) => keyOf(id)));
  }

  #set(path: readonly string[], value: Plain): void {
    this.edits.push({ path, to: { kind: 'set', value } });
  }

  cluster(draft: ClusterDraft): ClusterDraft {
    const { key, kafkaAcls, aivenAcls } = draft;
    const said = this.#spec.clusters.get(key);
    const path = ['clusters', key];
    if (said === undefined) {
      this.#set(path, clusterMap(draft));
      return draft;
    }
    const topics = draft.topics.filter(({ name }) => {
      if (said.topics.has(name)) return false;
      const goes =
        said.removedTopics.has(name) || this.#goes.has(keyOf({ kind: 'topic', cluster: key, name }));
      if (goes) this.#refuse([...path, 'topics', name], `topic ${name} of ${key}`);
      return !goes;
    });
    for (const topic of topics) this.#set([...path, 'topics', topic.name], topicMap(topic));
    for (const [model, lines] of [
      ['kafka', kafkaAcls],
      ['aiven', aivenAcls],
    ] as const) {
      if (lines.length === 0) continue;
      const values = (lines as readonly AclLine<unknown>[]).map(({ fields }) => fields); // of either model
      this.edits.push({ path: [...path, 'acls', model], to: { kind: 'append', values } });
    }
    return { ...draft, topics };
  }

  mirrormaker(draft: MirrorMakerDraft): MirrorMakerDraft {
    const { service, settings, tuning, flows } = draft;
    const said = this.#spec.mirrormakers.get(service);
    const path = ['mirrormaker', service];
    const stated: Readonly<Record<string, unknown>> = said?.settings.others ?? {};
    const isStated = (name: string) =>
      said !== undefined &&
      ([...said.settings.stated].some((one) => one === name) || stated[name] !== undefined);
    const added: MirrorMakerDraft = {
      service,
      settings: new Map([...settings].filter(([name]) => !isStated(name))),
      tuning: new Map([...tuning].filter(([alias]) => said?.tuning.has(alias) !== true)),
      flows: flows.filter(({ name }) => {
        const [source = '', target = ''] = name.split(' -> ');
        if (said?.flows.some((flow) => flow.source === source && flow.target === target)) return false;
        const goes = said?.removedFlows.has(name) === true;
        if (goes) this.#refuse([...path, 'flows', name], `flow ${name} of ${service}`);
        return !goes;
      }),
    };
    for (const [name, value] of added.settings) this.#set([...path, 'settings', name], value);
    for (const [alias, values] of added.tuning) this.#set([...path, 'clusters', alias], values);
    for (const { name, fields } of added.flows) this.#set([...path, 'flows', name], fields);
    return added;
  }

  #refuse(path: readonly string[], what: string): void {
    this.leftOut.push({ path, what, why: 'the spec says that it should not be there' });
  }
}

function clusterMap({ connection, topics, kafkaAcls, aivenAcls }: ClusterDraft): PlainMap {
  const acls = new Map<string, Plain>();
  if (kafkaAcls.length > 0)
    acls.set(
      'kafka',
      kafkaAcls.map(({ fields }) => fields),
    );
  if (aivenAcls.length > 0)
    acls.set(
      'aiven',
      aivenAcls.map(({ fields }) => fields),
    );
  return new Map<string, Plain>([
    ...connection,
    ...(topics.length === 0
      ? []
      : [['topics', new Map(topics.map((topic) => [topic.name, topicMap(topic)]))] as const]),
    ...(acls.size === 0 ? [] : [['acls', acls] as const]),
  ]);
}

/** Of references: `{ secret: NAME }`, `{ file: path }`. */
function namesIn(map: PlainMap, key: 'secret' | 'file'): readonly string[] {
  return [...map].flatMap(([name, value]) => {
    if (isMap(value)) return namesIn(value, key);
    return name === key && typeof value === 'string' ? [value] : [];
  });
}
