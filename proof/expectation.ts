import type { KafkaBridge } from '../sandbox/kafka/sandbox-kafka.ts';
import type { Derived, DerivedEntry } from './derive.ts';
import { allEffects, type Effect, effects, promised, type Stage, stages } from './effects.ts';
import { flowFacts } from './flow-facts.ts';
import type { RunningFlow } from './observe.ts';
import { type Prediction, predict, predictThrough } from './predictions.ts';
import type { RunNames, Scenario } from './scenario.ts';

/** What is expected of one flow of a run. What is neither lost nor open is seen. */
export interface Expectation {
  readonly flow: RunningFlow;
  /** Promised effects that do not come. */
  readonly lost: ReadonlySet<Effect>;
  readonly open: ReadonlySet<Effect>;
  /** The right was derived for this flow, or shows it something, or nothing was taken away. */
  readonly concerned: boolean;
  readonly mayExit: boolean;
  readonly silent: boolean;
}

export function expectationsOf(options: {
  readonly scenario: Scenario;
  readonly names: RunNames;
  readonly derived: Derived;
  readonly removed: DerivedEntry | undefined;
  /** By key of the cluster. */
  readonly bridge: (key: string) => KafkaBridge;
}): readonly Expectation[] {
  const { scenario, names, derived, removed, bridge } = options;
  return scenario.flows.map((scenarioFlow, index): Expectation => {
    const own = names.flows[index];
    if (own === undefined) throw new Error(`${scenario.id} has no names for flow ${index}`);
    const { settings, ...facts } = flowFacts({ scenario, names, derived, own });
    const promises = promised({ scenario, flow: scenarioFlow, settings });
    const flow = {
      names: own,
      settings,
      promised: promises,
      source: bridge(names.clusterOf(own.source)),
      target: bridge(names.clusterOf(own.target)),
    };
    const concerned = removed === undefined || removed.why.flows.includes(own.name);
    if (removed === undefined) return { flow, concerned, ...nothing };
    const through = concerned ? undefined : predictThrough(removed, facts);
    if (through !== undefined) return { flow, concerned: true, ...predictedFor(through, promises) };
    const prediction = predict(removed, facts);
    return concerned
      ? { flow, concerned, ...predictedFor(prediction, promises) }
      : {
          flow,
          concerned,
          ...nothing,
          open: new Set(prediction.mayExit ? allEffects : ofOtherFlows),
          mayExit: prediction.mayExit,
        };
  });
}

/** The last stage that has something to show: all of them, or the first one in which something is lost. */
export function lastStageOf(expectations: readonly Expectation[]): Stage {
  const lost = new Set(expectations.flatMap((expectation) => [...expectation.lost]));
  return stages.find((stage) => [...lost].some((effect) => effects[effect].stage === stage)) ?? 'restart';
}

/** What a flow mirrors onward depends on the flow that the right is for. */
const ofOtherFlows: readonly Effect[] = ['onward', 'onwardGrowth', 'onwardLater'];

const nothing = { lost: new Set<Effect>(), open: new Set<Effect>(), mayExit: false, silent: false };

function predictedFor(
  { lost, open, mayExit, silent }: Prediction,
  promises: ReadonlySet<Effect>,
): Omit<Expectation, 'flow' | 'concerned'> {
  return {
    lost: new Set(lost.filter((effect) => promises.has(effect))),
    open: new Set(open),
    mayExit,
    silent,
  };
}
