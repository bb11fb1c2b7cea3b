import { type Phase, phases, type Said, type World } from './world.ts';

/** A run without faults, and what there is after it. */
export interface Calm {
  readonly routes: Readonly<Record<'github' | 'aiven' | 'kafka', readonly string[]>>;
  /** How many requests changed something, or would have. */
  readonly writes: Readonly<Record<'github' | 'aiven' | 'kafka', number>>;
  readonly planned: readonly string[];
  readonly effects: readonly string[];
  readonly state: readonly string[];
  readonly said: Said;
}

/** Runs every phase once, one after the other, and remembers where each begins. */
export async function calmRuns(world: World): Promise<ReadonlyMap<Phase, Calm>> {
  const calm = new Map<Phase, Calm>();
  for (const phase of phases) {
    await world.lead(phase);
    await world.remember(phase);
    const run = await world.run(phase);
    const { aiven, kafka } = world.scene;
    if (run.outputs['failure-reason'] !== '') throw new Error(`without faults ${phase} ended so: ${run.log}`);
    calm.set(phase, {
      routes: {
        github: [...world.github.log.counts().keys()],
        aiven: [...aiven.log.counts().keys()],
        kafka: [...new Set(kafka?.requests.map(({ api }) => api))],
      },
      writes: {
        github: world.github.log.requests.filter(isWrite).length,
        aiven: aiven.log.requests.filter(isWrite).length,
        kafka: kafka?.writes.length ?? 0,
      },
      planned: run.planned,
      effects: aiven.log.effects.map(({ what }) => what),
      state: await world.scene.state(),
      said: world.said(),
    });
  }
  return calm;
}

/** Aiven's batch read of topics is a POST that changes nothing. */
export function isWrite({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method !== 'GET' && !path.startsWith('/v2/');
}
