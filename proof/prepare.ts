import { randomBytes } from 'node:crypto';
import { kafkaDistribution } from '../sandbox/kafka/distribution.ts';
import { type MirrorMakerProcess, startMirrorMaker } from '../sandbox/mirrormaker/mirrormaker-process.ts';
import { mirrorMakerProperties } from '../sandbox/mirrormaker/properties.ts';
import { type Derived, type DerivedEntry, derive, entryLabel } from './derive.ts';
import { type Expectation, expectationsOf } from './expectation.ts';
import { type GrantedClusters, grant } from './grant.ts';
import { type Lane, newToken } from './lane.ts';
import { mirrorMakerConfigOf, serviceLogins } from './mirrormaker-config.ts';
import { type RunNames, runNames, type Scenario } from './scenario.ts';
import { fillSource } from './traffic.ts';

/** A run before MirrorMaker 2 starts: topics, rights and records are there. */
export interface Prepared {
  readonly names: RunNames;
  readonly derived: Derived;
  readonly removed: DerivedEntry | undefined;
  readonly clusters: GrantedClusters;
  readonly expectations: readonly Expectation[];
  /** `mm2.properties`. */
  readonly properties: ReadonlyMap<string, string>;
  start(properties: ReadonlyMap<string, string>): Promise<MirrorMakerProcess>;
}

/** `without`: a label of `entryLabel`, of the right that is not granted. */
export async function prepare(options: {
  readonly lane: Lane;
  readonly scenario: Scenario;
  readonly without: string | null;
}): Promise<Prepared> {
  const { lane, scenario, without } = options;
  const names = runNames(scenario, newToken());
  const derived = await derive(scenario, names);
  const removed = derived.entries.find((entry) => entryLabel(entry, names) === without);
  if (without !== null && removed === undefined) throw new Error(`${scenario.id} does not derive ${without}`);
  const password = randomBytes(12).toString('hex');
  const clusters = await grant({ lane, scenario, names, derived, removed, password });
  const bridge = (alias: string) => {
    const cluster = clusters.get(alias);
    if (cluster === undefined) throw new Error(`${scenario.id} has no cluster ${alias}`);
    return cluster.bridge;
  };
  const expectations = expectationsOf({ scenario, names, derived, removed, bridge });
  for (const { flow } of expectations) await fillSource(flow);
  const properties = mirrorMakerProperties({
    config: mirrorMakerConfigOf({ scenario, names, derived, clusters, password }),
    services: serviceLogins({ names, clusters, password }),
    everySeconds: 1,
    exactlyOnceEverywhere: scenario.exactlyOnceEverywhere ?? false,
  });
  const distribution = await kafkaDistribution(lane.version);
  return {
    names,
    derived,
    removed,
    clusters,
    expectations,
    properties,
    start: (given) => startMirrorMaker({ distribution, properties: given, name: names.user }),
  };
}
