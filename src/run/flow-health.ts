import type { Aiven } from '../aiven/aiven.ts';
import type { Clock } from '../model/clock.ts';
import type { FlowId } from '../model/flow.ts';
import { type FlowHealth, flowHealth } from '../plan/flow-health.ts';
import { flowHealthLine } from '../report/flow-health-line.ts';
import type { Spec } from '../spec/spec.ts';

/** A restart of MirrorMaker 2 takes some ten seconds; Aiven's own report may lag behind it. */
const patience = 30_000;

/**
 * After an apply: does every enabled flow run? Looks until all of them do, as far as Aiven tells, or half a minute has
 * passed. One line per flow goes to `progress`.
 */
export async function watchFlows(options: {
  readonly spec: Spec;
  readonly aiven: Aiven;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}): Promise<readonly FlowHealth[]> {
  const { spec, clock, signal, progress } = options;
  const start = clock.monotonic();
  for (let pause = 1000; ; pause = Math.min(pause * 2, 5000)) {
    const health = await look(spec, options.aiven);
    // A failed integration may be one that this apply has mended: Aiven's report is behind MirrorMaker 2's restart.
    const clear = health.every(({ state }) => state === 'runs' || state === 'unknown');
    if (clear || signal.aborted || clock.monotonic() - start >= patience) {
      for (const each of health) progress(flowHealthLine(each));
      return health;
    }
    await clock.sleep(pause);
  }
}

async function look(spec: Spec, aiven: Aiven): Promise<readonly FlowHealth[]> {
  const all = [...spec.mirrormakers.values()].map(async ({ service, project, flows }) => {
    const enabled = flows.filter(({ settings }) => settings.enabled);
    if (enabled.length === 0) return [];
    const live = await aiven.readMirrorMaker({ project, service });
    return enabled.map(({ source, target }) => {
      const id: FlowId = { kind: 'flow', project, service, source, target };
      return flowHealth(id, live);
    });
  });
  return (await Promise.all(all)).flat();
}
