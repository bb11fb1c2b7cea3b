import { randomBytes } from 'node:crypto';
import { kafkaDistribution } from '../sandbox/kafka/distribution.ts';
import { type MirrorMakerProcess, startMirrorMaker } from '../sandbox/mirrormaker/mirrormaker-process.ts';
import { mirrorMakerProperties } from '../sandbox/mirrormaker/properties.ts';
import { type Derived, type DerivedEntry, derive, entryLabel } from './derive.ts';
import { type Expectation, expectationsOf } from './expectation.ts';
import { type GrantedClusters, grant } from './grant.ts';
import { type Lane, newToken } from './lane.ts';
import { mirrorMakerConfigOf, serviceLogins } from './mirrormaker-config.ts';
import { type RunNames, runNames, type Scenario, servicesOf } from './scenario.ts';
import { fillSource } from './traffic.ts';

/** A run before MirrorMaker 2 starts: topics, rights and records are there. */
export interface Prepared {
  readonly names: RunNames;
  readonly derived: Derived;
  readonly removed: DerivedEntry | undefined;
  readonly clusters: GrantedClusters;
  readonly expectations: readonly Expectation[];
  /** `mm2.properties` of the first service; most scenarios have no other. */
  readonly properties: ReadonlyMap<string, string>;
  /** Of each service. */
  readonly services: readonly ReadonlyMap<string, string>[];
  start(properties: ReadonlyMap<string, string>): Promise<MirrorMakerProcess>;
}

/** `without`: a label of `entryLabel`, of the right that is not granted. `token`: a new one unless told. */
export async function prepare(options: {
  readonly lane: Lane;
  readonly scenario: Scenario;
  readonly without: string | null;
  readonly token?: string;
}): Promise<Prepared> {
  const { lane, scenario, without, token = newToken() } = options;
  const names = runNames(scenario, token);
  const derived = await derive(scenario, names);
  const removed = derived.entries.find((entry) => entryLabel(entry, names) === without);
  if (without !== null && removed === undefined) throw new Error(`${scenario.id} does not derive ${without}`);
  const password = randomBytes(12).toString('hex');
  const clusters = await grant({ lane, scenario, names, derived, removed, password });
  const bridge = (key: string) => {
    const cluster = clusters.get(key);
    if (cluster === undefined) throw new Error(`${scenario.id} has no cluster ${key}`);
    return cluster.bridge;
  };
  const expectations = expectationsOf({ scenario, names, derived, removed, bridge });
  for (const { flow } of expectations) await fillSource(flow);
  const services = [...servicesOf(scenario).keys()].map((service) =>
    mirrorMakerProperties({
      config: mirrorMakerConfigOf({ scenario, service, names, derived, clusters, password }),
      services: serviceLogins({ names, clusters, password }),
      everySeconds: 1,
      exactlyOnceEverywhere: scenario.exactlyOnceEverywhere ?? false,
    }),
  );
  const [properties] = services;
  if (properties === undefined) throw new Error(`${scenario.id} has flows`);
  const distribution = await kafkaDistribution(lane.version);
  return {
    names,
    derived,
    removed,
    clusters,
    expectations,
    properties,
    services,
    start: (given) => startMirrorMaker({ distribution, properties: given, name: names.user }),
  };
}
