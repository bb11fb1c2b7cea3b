/** Flows between clusters as a spec says them. The rest of a proof follows from this and the derivation. */
export interface Scenario {
  /** A short word for the command line. */
  readonly id: string;
  /** For the table in the documentation. */
  readonly title: string;
  /** `service` is an Aiven service, on which MirrorMaker 2 has every right. */
  readonly clusters: Readonly<Record<string, 'external' | 'service'>>;
  /** By cluster, the names that its flows use instead of its own. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  /** By cluster; 1 unless told. */
  readonly brokers?: Readonly<Record<string, number>>;
  readonly flows: readonly ScenarioFlow[];
  /** `settings` of the MirrorMaker 2 services. */
  readonly settings: Readonly<Record<string, boolean>>;
  /** What the live services have set and the spec does not say. */
  readonly liveSettings?: Readonly<Record<string, boolean>>;
  /**
   * Aiven has exactly-once per flow, Apache per target cluster, and which workers Aiven means is not published. With this all
   * workers of the process write exactly once.
   */
  readonly exactlyOnceEverywhere?: true;
  /** The id of a scenario of which exactly the same rights are derived, so that none is taken away here once more. */
  readonly sameRightsAs?: string;
}

export interface ScenarioFlow {
  /** Clusters, or aliases of them. */
  readonly source: string;
  readonly target: string;
  /** The MirrorMaker 2 service that runs it, `mm2` unless told. Each is a process of its own. */
  readonly service?: string;
  /**
   * `name`: one topic. `prefix`: whatever starts with `<topic>.`, and more of it comes while the flow runs. `onward`: one
   * topic, and whatever has the name of the first flow's topic in it, as that flow writes or reads it.
   */
  readonly pattern: 'name' | 'prefix' | 'onward';
  /** Of the flow in the spec, beside topics and groups. */
  readonly fields: Readonly<Record<string, boolean | number | string>>;
  /** What the spec declares on the source: its topic, so that `create_topics: all` knows the partitions, or the offset-syncs topic. */
  readonly declared?: 'topic' | 'offset-syncs';
  /** The group of the other flow reads this one's topic too. */
  readonly sharesReaders?: true;
}

/** What a flow of a run is called. */
export interface FlowNames {
  /** `<source> -> <target>`, the key in the spec. */
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly topic: string;
  /** With `prefix`, the topic that comes later. */
  readonly laterTopic: string | undefined;
  /** With `onward`, what the first flow writes, or reads, on the source of this one, and what it does there later. */
  readonly onward: { readonly topic: string; readonly laterTopic: string } | undefined;
  readonly group: string;
  /** A group with little progress, which comes while MirrorMaker 2 is stopped. */
  readonly lateGroup: string;
  /** With `sharesReaders`, the group of the other flow. */
  readonly otherGroup: string | undefined;
}

/** The names of a run contain its token, so that nothing of another run on the same brokers fits. */
export interface RunNames {
  readonly token: string;
  readonly user: string;
  readonly flows: readonly FlowNames[];
  alias(cluster: string): string;
  /** The key of the cluster in the spec, by alias. */
  clusterOf(alias: string): string;
}

const topics = ['orders', 'payments'];
const groups = ['billing', 'audit'];

export function runNames(scenario: Scenario, token: string): RunNames {
  const alias = (cluster: string): string => cluster + token;
  const keys = new Map(
    Object.entries(scenario.aliases ?? {}).flatMap(([cluster, names]) =>
      names.map((name) => [alias(name), alias(cluster)] as const),
    ),
  );
  return {
    token,
    alias,
    clusterOf: (name) => keys.get(name) ?? name,
    user: `mm2${token}`,
    flows: scenario.flows.map((flow, index) => {
      const stem = `${topics[index]}${token}`;
      const isPrefix = flow.pattern === 'prefix';
      return {
        name: `${alias(flow.source)} -> ${alias(flow.target)}`,
        source: alias(flow.source),
        target: alias(flow.target),
        topic: isPrefix ? `${stem}.eu` : stem,
        laterTopic: isPrefix ? `${stem}.us` : undefined,
        onward: flow.pattern === 'onward' ? onwardNames(scenario, flow, token) : undefined,
        group: `${groups[index]}${token}`,
        lateGroup: `${groups[index]}${token}.late`,
        otherGroup: flow.sharesReaders ? `${groups[1 - index]}${token}` : undefined,
      };
    }),
  };
}

/** As the first flow writes its topics on the source of this one; under their own names where it reads them there. */
function onwardNames(scenario: Scenario, { source }: ScenarioFlow, token: string): FlowNames['onward'] {
  const [first] = scenario.flows;
  if (first === undefined) throw new Error(`${scenario.id} has a first flow`);
  const stem = `${comesOver(first, source) ? `${first.source}${token}.` : ''}${topics[0]}${token}`;
  return { topic: `${stem}.eu`, laterTopic: `${stem}.us` };
}

/** Whether what the first flow mirrors is there for the other one only after it was mirrored. */
export function comesOver(first: ScenarioFlow, source: string): boolean {
  return first.target === source;
}

/** The services of a scenario, each with its flows by index. */
export function servicesOf({ flows }: Scenario): ReadonlyMap<string, readonly number[]> {
  return Map.groupBy(flows.keys(), (index) => flows[index]?.service ?? 'mm2');
}

/** The spec of a run. JSON is YAML. */
export function scenarioSpec(scenario: Scenario, names: RunNames): string {
  const mirrormaker = [...servicesOf(scenario)].map(([service, indices]) => {
    const flows = indices.map((index) => specFlow(scenario, names, index));
    return [service, { settings: scenario.settings, flows: Object.fromEntries(flows) }] as const;
  });
  const clusters = Object.entries(scenario.clusters).map(([cluster, type]) => {
    const key = names.alias(cluster);
    const aliases = (scenario.aliases?.[cluster] ?? []).map((alias) => names.alias(alias));
    const more = aliases.length === 0 ? {} : { aliases: Object.fromEntries(aliases.map((one) => [one, {}])) };
    if (type === 'service') return [key, { service: key, ...more }] as const;
    return [key, { ...external(names, key), ...more, ...declared(scenario, names, key) }] as const;
  });
  return JSON.stringify({
    version: 1,
    name: 'proof',
    project: 'acme',
    clusters: Object.fromEntries(clusters),
    mirrormaker: Object.fromEntries(mirrormaker),
  });
}

function specFlow(scenario: Scenario, names: RunNames, index: number) {
  const [flow, own] = [scenario.flows[index], names.flows[index]];
  if (flow === undefined || own === undefined) throw new Error('every flow of a run has names');
  const topic = flow.pattern === 'prefix' ? own.topic.replace(/\.eu$/, '\\..*') : own.topic;
  const fields = { replication_factor: 1, access: 'manage', ...flow.fields };
  const onward = flow.pattern === 'onward' ? [`.*${topics[0]}${names.token}.*`] : [];
  return [own.name, { topics: [topic, ...onward], groups: [`${own.group}*`], ...fields }] as const;
}

function external({ user }: RunNames, alias: string) {
  const login = (username: string) => ({
    sasl_plain_username: username,
    sasl_plain_password: { secret: 'PROOF_PASSWORD' },
  });
  return {
    bootstrap_servers: [`${alias}.example:9093`],
    security_protocol: 'SASL_SSL',
    sasl_mechanism: 'SCRAM-SHA-512',
    mirror: login(user),
    admin: login('admin'),
  };
}

function declared(scenario: Scenario, names: RunNames, key: string) {
  const own = scenario.flows.flatMap((flow, index) => {
    const { source, target, topic } = names.flows[index] ?? {};
    if (flow.declared === undefined || source === undefined || names.clusterOf(source) !== key) return [];
    const once = { partitions: 1, replication: 1 };
    return flow.declared === 'topic'
      ? [[topic, once]]
      : [[`mm2-offset-syncs.${target}.internal`, { ...once, config: { 'cleanup.policy': 'compact' } }]];
  });
  return own.length === 0 ? {} : { topics: Object.fromEntries(own) };
}
