import type { KafkaBridge } from '../sandbox/kafka/sandbox-kafka.ts';
import type { MirrorMakerProcess } from '../sandbox/mirrormaker/mirrormaker-process.ts';
import { type Effect, effects } from './effects.ts';
import type { Lane } from './lane.ts';
import { observe, type RunningFlow } from './observe.ts';
import type { Prepared } from './prepare.ts';

/**
 * What the removals cannot show: a right too many, one topic's right that others need, and settings that no spec of this
 * action yields.
 */
export interface Experiment {
  readonly id: string;
  readonly title: string;
  /** Resolves with what was seen, for people, and whether it is what was expected. */
  carryOut(lane: Lane): Promise<Observation>;
}

export interface Observation {
  readonly asExpected: boolean;
  readonly seen: string;
}

/** Kafka Connect retries for a minute before it gives up. */
export async function endOf(process: MirrorMakerProcess) {
  const start = performance.now();
  const end = await Promise.race([process.exited, pause(180_000)]);
  const seconds = Math.round((performance.now() - start) / 1000);
  return end === undefined
    ? { code: undefined, text: `ran for ${seconds} s` }
    : { code: end.code, text: `ended with code ${end.code} after ${seconds} s` };
}

export async function during(
  run: Prepared,
  changes: Readonly<Record<string, string>>,
  look: (process: MirrorMakerProcess) => Promise<Observation>,
): Promise<Observation> {
  const process = await run.start(new Map([...run.properties, ...Object.entries(changes)]));
  try {
    return await look(process);
  } finally {
    await process.kill();
  }
}

export function flowOf({ expectations }: Prepared): RunningFlow {
  const [first] = expectations;
  if (first === undefined) throw new Error('a scenario has a flow');
  return first.flow;
}

/** Ten rounds of everything MirrorMaker 2 repeats, once it is seen to work. */
export async function tenRoundsAfter(flow: RunningFlow, effect: Effect): Promise<void> {
  const start = performance.now();
  while (!(await observe(flow)).has(effect)) {
    if (performance.now() - start > 90_000) throw new Error(`in 90 s: ${effects[effect].lost}`);
    await pause(1000);
  }
  await pause(12_000);
}

export async function allow(
  run: Prepared,
  alias: string,
  resourceType: string,
  resourceName: string,
  operation: string,
): Promise<void> {
  await run.clusters.get(alias)?.bridge.createAcl({
    principal: `User:${run.names.user}`,
    host: '*',
    resourceType,
    resourceName,
    patternType: 'LITERAL',
    operation,
    permission: 'ALLOW',
  });
}

export function pause(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
}

export function records(count: number) {
  return Array.from({ length: count }, (_, index) => ({ value: `there ${index}`, partition: 0 }));
}

export async function end(bridge: KafkaBridge, topic: string): Promise<number> {
  const [there] = await bridge.describeTopics([topic]);
  return there?.partitionDetails.reduce((sum, { latestOffset }) => sum + latestOffset, 0) ?? 0;
}

export function bridgeOf(run: Prepared, alias: string): KafkaBridge {
  const cluster = run.clusters.get(alias);
  if (cluster === undefined) throw new Error(`the run has no cluster ${alias}`);
  return cluster.bridge;
}
