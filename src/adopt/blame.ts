import type { Change } from '../model/change.ts';
import type { Difference } from '../model/difference.ts';
import type { Finding } from '../model/finding.ts';
import { flowName } from '../model/flow.ts';
import { keyOf, nameOf, type ResourceId } from '../model/resource.ts';
import type { Plan } from '../plan/plan.ts';
import { keyOfDifference } from './as-if-proposed.ts';
import type { Unit } from './unit.ts';

/** The units for which a plan of the edited files changes more than what is known to differ and not taken over, each with why. */
export function blame(options: {
  /** Of the files as they were, against the same state. */
  readonly before: Plan;
  /** Of the edited files. */
  readonly after: Plan;
  readonly kept: readonly Unit[];
}): ReadonlyMap<Unit, string> {
  const { before, after, kept } = options;
  const taken = new Set(kept.flatMap(({ differences }) => differences).map(keyOfDifference));
  const known = new Set(
    before.changes
      .flatMap(differencesOf)
      .map(keyOfDifference)
      .filter((key) => !taken.has(key)),
  );
  const blamed = new Map<Unit, string>();
  const put = (units: readonly Unit[], why: string): void => {
    for (const unit of units) if (!blamed.has(unit)) blamed.set(unit, why);
  };
  for (const change of after.changes) {
    if (differencesOf(change).every((difference) => known.has(keyOfDifference(difference)))) continue;
    const why = `a plan with it would still ${change.action} ${nameOf(change.id)}`;
    const own = ofResource(kept, change.id);
    put(own.length > 0 ? own : causesOf(change, kept), why);
  }
  const errorsBefore = new Set(before.findings.filter(isError).map(textOf));
  for (const finding of after.findings.filter(isError)) {
    if (errorsBefore.has(textOf(finding))) continue;
    const own = finding.about === undefined ? [] : ofResource(kept, finding.about);
    put(own.length > 0 ? own : likelyCauses(kept), withoutPlaces(finding.message));
  }
  const unreadBefore = new Set(
    before.unread.map(({ place, kind, name }) => JSON.stringify([place, kind, name])),
  );
  for (const { place, kind, name, reason } of after.unread) {
    if (unreadBefore.has(JSON.stringify([place, kind, name]))) continue;
    put(likelyCauses(kept), `what it leads to was not read: ${reason.message}`);
  }
  return blamed;
}

/** A place in files that nobody will see. */
export function withoutPlaces(message: string): string {
  return message.replaceAll(/,? (?:at|from) \S+\.ya?ml:\d+:\d+/g, '');
}

function differencesOf(change: Change): readonly Difference[] {
  if (change.action !== 'update') return [{ is: 'change', change }];
  return change.fields.map((field) => ({ is: 'change', change, field }));
}

function ofResource(units: readonly Unit[], id: ResourceId): readonly Unit[] {
  const key = keyOf(id);
  return units.filter(({ differences }) => differences.some((each) => idOf(each) === key));
}

/** Undefined: a setting of a service is no resource. */
function idOf(difference: Difference): string | undefined {
  if (difference.is === 'setting') return undefined;
  return keyOf(difference.is === 'change' ? difference.change.id : difference.id);
}

/** What a flow needs changes with the flow. */
function causesOf({ provenance }: Change, units: readonly Unit[]): readonly Unit[] {
  if (provenance.origin !== 'derived') return likelyCauses(units);
  const flows = units.filter(({ differences }) =>
    differences.some(
      (each) =>
        each.is === 'change' &&
        each.change.kind === 'flow' &&
        provenance.flows.includes(flowName(each.change.id)),
    ),
  );
  return flows.length > 0 ? flows : likelyCauses(units);
}

const farReaching: readonly ((difference: Difference) => boolean)[] = [
  (each) => each.is === 'change' && each.change.kind === 'flow',
  (each) => each.is === 'setting',
  (each) => each.is === 'change' && (each.change.kind === 'endpoint' || each.change.kind === 'integration'),
  (each) => each.is === 'change' && each.change.action !== 'update',
  () => true,
];

/** Of what reaches far, the farthest; at last all. */
export function likelyCauses(units: readonly Unit[]): readonly Unit[] {
  for (const reaches of farReaching) {
    const found = units.filter(({ differences }) => differences.some(reaches));
    if (found.length > 0) return found;
  }
  return [];
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

function textOf({ code, message, about }: Finding): string {
  return JSON.stringify([code, about === undefined ? withoutPlaces(message) : keyOf(about)]);
}
