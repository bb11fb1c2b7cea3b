import { type Calm, calmRuns } from './calm.ts';
import { httpFaults } from './http-faults.ts';
import type { KafkaFault } from './kafka-proxy.ts';
import { kafkaFaults } from './kafka-proxy.ts';
import { type Phase, phases, type World } from './world.ts';

export const systems = ['github', 'aiven', 'kafka'] as const;
export type System = (typeof systems)[number];

export const howOften = { once: 1, always: Number.POSITIVE_INFINITY } as const;

/** One request of one run that goes wrong in one way. */
export interface Cell {
  readonly system: System;
  readonly phase: Phase;
  /** Of the API, or the request to a broker. */
  readonly route: string;
  readonly fault: string;
  readonly often: keyof typeof howOften;
}

/** The process ends right before or after a write: lost with its machine, or cancelled by the runner. */
export const stops = ['SIGKILL before', 'SIGKILL after', 'SIGINT before', 'SIGINT after'] as const;
export type Stop = (typeof stops)[number];

export function stopOf({ fault }: Cell): Stop | undefined {
  return stops.find((stop) => stop === fault);
}

export function nameOf({ system, phase, route, fault, often }: Cell): string {
  return [system, phase, route, fault, often].join(' | ');
}

/** A server that is gone is a fault of its own: it takes time to come back. */
export const refused = 'refused';

const faultsOf: Readonly<Record<System, readonly string[]>> = {
  github: [refused, ...Object.keys(httpFaults.github)],
  aiven: [refused, ...Object.keys(httpFaults.aiven)],
  kafka: kafkaFaults satisfies readonly KafkaFault[],
};

/** Whether drift is found or gone makes a difference to what is asked of GitHub only. */
const phasesOf: Readonly<Record<System, readonly Phase[]>> = {
  github: phases,
  aiven: ['plan', 'apply', 'drift'],
  kafka: ['plan', 'apply', 'drift'],
};

/** The apply ends at each of its writes. */
export function stopCells(calm: ReadonlyMap<Phase, Calm>, of: readonly System[]): readonly Cell[] {
  return of.flatMap((system) =>
    Array.from(
      { length: calm.get('apply')?.writes[system] ?? 0 },
      (_, index) => `write ${index + 1}`,
    ).flatMap((route) =>
      stops.map((fault): Cell => ({ system, phase: 'apply', route, fault, often: 'once' })),
    ),
  );
}

/** Every request that runs without faults send to these systems, with every fault. */
export function faultCells(calm: ReadonlyMap<Phase, Calm>, of: readonly System[]): readonly Cell[] {
  return of.flatMap((system) =>
    phasesOf[system].flatMap((phase) =>
      (calm.get(phase)?.routes[system] ?? []).flatMap((route) =>
        faultsOf[system].flatMap((fault) =>
          (['once', 'always'] as const).map((often) => ({ system, phase, route, fault, often })),
        ),
      ),
    ),
  );
}

/** A world, how its runs go without faults, and the cells of its systems. */
export async function prepared(world: World, of: readonly System[]) {
  const calm = await calmRuns(world);
  return { world, calm, faults: faultCells(calm, of), stops: stopCells(calm, of) };
}
