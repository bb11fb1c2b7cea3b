import { confirmedPlan } from '../../plan/confirmed-plan.ts';
import { driftOf, lastingIn } from '../../plan/drift.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Spec } from '../../spec/spec.ts';
import type { Asking } from '../session.ts';
import type { SpecHistory } from '../spec/spec-before.ts';
import { makePlan, type Planned, type WhatWasRead } from '../systems/make-plan.ts';
import type { Ready } from '../systems/prepare.ts';

export interface ReadTwice {
  readonly first: Plan;
  /** What both reads show. */
  readonly plan: Plan;
  /** All that the last read shows. */
  readonly whole: Plan;
  /** How many differences only one of them showed. */
  readonly unsure: number;
  /** The spec with the settings that its flows really have. */
  readonly effective: Spec;
  readonly read: WhatWasRead;
}

/** Caches and services that settle look like drift for a moment: only what a second read shows as well counts. */
const secondReadAfterMs = 2_000;

/** Reads and compares, and once more where anything differs. */
export async function readTwice(
  { out, clock }: Pick<Asking, 'out' | 'clock'>,
  { spec, systems, checks }: Pick<Ready, 'spec' | 'systems' | 'checks'>,
  history: SpecHistory,
): Promise<ReadTwice> {
  const read = () => makePlan({ out }, spec, systems, checks, history);
  const first = await out.group('Read the live state', read);
  if (first.plan.changes.length + lastingIn(first.plan).length === 0) return readOnce(first);
  await clock.sleep(secondReadAfterMs);
  const second = await out.group('Read once more, to be sure', read);
  const plan = confirmedPlan(first.plan, second.plan);
  const sure = driftOf(second.plan, [], first.plan).lasting.length;
  const unsure =
    second.plan.operations.length - plan.operations.length + lastingIn(second.plan).length - sure;
  if (unsure > 0)
    out.info(`${unsure} of the differences were not there a moment ago: they do not count in this check.`);
  return { ...readOnce(second), first: first.plan, plan, unsure };
}

function readOnce({ plan, spec, read }: Planned): ReadTwice {
  return { first: plan, plan, whole: plan, unsure: 0, effective: spec, read };
}
