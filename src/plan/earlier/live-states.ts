import type { Live } from '../../model/live.ts';
import type { Reading } from '../../model/reading.ts';
import type { LiveState } from '../kind-definition.ts';
import { definitionOf } from '../kinds.ts';
import type { LeftName, LeftRunning } from '../plan.ts';

/** Looks at what was read of one kind at one place, once however many resources ask. */
export function statesIn(live: Live): (name: LeftName) => LeftRunning['state'] | 'absent' {
  const seen = new Map<string, Reading<ReadonlyMap<string, LiveState>>>();
  return ({ kind, place, name }) => {
    const group = JSON.stringify([kind, place]);
    const states = seen.get(group) ?? definitionOf(kind).statesAt(place, live);
    seen.set(group, states);
    return states.state === 'known' ? (states.value.get(name) ?? 'absent') : 'not-read';
  };
}
