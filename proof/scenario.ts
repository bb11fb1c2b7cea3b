/** Flows between clusters as a spec says them. The rest of a proof follows from this and the derivation. */
export interface Scenario {
  /** A short word for the command line. */
  readonly id: string;
  /** For the table in the documentation. */
  readonly title: string;
  /** `service` is an Aiven service, on which MirrorMaker 2 has every right. */
  readonly clusters: Readonly<Record<string, 'external' | 'service'>>;
  readonly flows: readonly ScenarioFlow[];
  /** `settings` of the MirrorMaker 2 service. */
  readonly settings: Readonly<Record<string, boolean>>;
  /**
   * Aiven has exactly-once per flow, Apache per target cluster, and which workers Aiven means is not published. With this all
   * workers of the process write exactly once.
   */
  readonly exactlyOnceEverywhere?: true;
}

export interface ScenarioFlow {
  readonly source: string;
  readonly target: string;
  /**
   * `name`: one topic. `prefix`: whatever starts with `<topic>.`, and more of it comes while the flow runs. `onward`: one
   * topic, and whatever has the name of the first flow's topic in it, as that flow writes it.
   */
  readonly pattern: 'name' | 'prefix' | 'onward';
  /** Of the flow in the spec, beside topics and groups. */
  readonly fields: Readonly<Record<string, boolean | string>>;
  /** The source's topic is declared, so that `create_topics: all` knows its partitions. */
  readonly declared?: true;
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
  /** With `onward`, what the first flow writes on the source of this one, and what it writes there later. */
  readonly onward: { readonly topic: string; readonly laterTopic: string } | undefined;
  readonly group: string;
  /** A group with little progress, which comes while MirrorMaker 2 is stopped. */
  readonly lateGroup: string;
}

/** The names of a run contain its token, so that nothing of another run on the same brokers fits. */
export interface RunNames {
  readonly token: string;
  readonly user: string;
  readonly flows: readonly FlowNames[];
  alias(cluster: string): string;
}

const topics = ['orders', 'payments'];
const groups = ['billing', 'audit'];

export function runNames(scenario: Scenario, token: string): RunNames {
  const alias = (cluster: string): string => cluster + token;
  const [first] = scenario.flows;
  return {
    token,
    alias,
    user: `mm2${token}`,
    flows: scenario.flows.map(({ source, target, pattern }, index) => {
      const stem = `${topics[index]}${token}`;
      return {
        name: `${alias(source)} -> ${alias(target)}`,
        source: alias(source),
        target: alias(target),
        topic: pattern === 'prefix' ? `${stem}.eu` : stem,
        laterTopic: pattern === 'prefix' ? `${stem}.us` : undefined,
        onward:
          pattern === 'onward' && first !== undefined
            ? {
                topic: `${alias(first.source)}.${topics[0]}${token}.eu`,
                laterTopic: `${alias(first.source)}.${topics[0]}${token}.us`,
              }
            : undefined,
        group: `${groups[index]}${token}`,
        lateGroup: `${groups[index]}${token}.late`,
      };
    }),
  };
}

/** The spec of a run. JSON is YAML. */
export function scenarioSpec(scenario: Scenario, names: RunNames): string {
  const flows = scenario.flows.map((flow, index) => {
    const own = names.flows[index];
    if (own === undefined) throw new Error('every flow of a run has names');
    const topic = flow.pattern === 'prefix' ? own.topic.replace(/\.eu$/, '\\..*') : own.topic;
    const fields = { replication_factor: 1, access: 'manage', ...flow.fields };
    const onward = flow.pattern === 'onward' ? [`.*${topics[0]}${names.token}.*`] : [];
    return [own.name, { topics: [topic, ...onward], groups: [`${own.group}*`], ...fields }] as const;
  });
  const clusters = Object.entries(scenario.clusters).map(([cluster, type]) => {
    const alias = names.alias(cluster);
    if (type === 'service') return [alias, { service: alias }] as const;
    return [alias, { ...external(names, alias), ...declared(scenario, names, cluster) }] as const;
  });
  return JSON.stringify({
    version: 1,
    name: 'proof',
    project: 'acme',
    clusters: Object.fromEntries(clusters),
    mirrormaker: { mm2: { settings: scenario.settings, flows: Object.fromEntries(flows) } },
  });
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

function declared(scenario: Scenario, names: RunNames, cluster: string) {
  const own = scenario.flows.flatMap((flow, index) =>
    flow.declared && flow.source === cluster ? [names.flows[index]?.topic] : [],
  );
  return own.length === 0
    ? {}
    : { topics: Object.fromEntries(own.map((topic) => [topic, { partitions: 1, replication: 1 }])) };
}
