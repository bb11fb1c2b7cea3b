import type { Change, ChangeOf } from '../model/change.ts';
import type { Desired } from '../model/desired.ts';
import type { Live } from '../model/live.ts';
import type { Reading } from '../model/reading.ts';
import type { Kind, LiveOf } from '../model/resource.ts';
import type { PlanDraft } from './changes/plan-draft.ts';
import type { KindComparison } from './compare/comparison.ts';
import type { Phase } from './phases.ts';
import type { LeftRunning, RiskDraft } from './plan.ts';

/** What a live resource does: `there` where that is all that can be said. */
export type LiveState = Exclude<LeftRunning['state'], 'not-read'>;

/** All that a plan and its apply have to know of one kind, in the file of its name. */
export interface KindDefinition<K extends Kind> {
  readonly comparison: KindComparison<K>;
  /** Puts into the draft what is to change, what could not be read and what is left alone. */
  plan(desired: Desired, live: Live, draft: PlanDraft): void;
  /** What a reviewer should think about, in words. */
  risks(change: ChangeOf<K>): readonly RiskDraft[];
  /**
   * From which topics a change takes records where it has a risk to records and does not name them: a topic from itself, a
   * flow from those that it mirrors to. `any`: it would have to say, so until it does, none that is protected may be at stake.
   */
  readonly takesRecordsFrom: 'itself' | 'mirrored' | 'any';
  /** When it is written, in the order of `phases`; more than one where it takes several writes. */
  phases(change: ChangeOf<K>): readonly Phase[];
  /**
   * Whether another change must be done before this one can be written, or `enable`d: whatever hangs on a change that
   * failed is not tried.
   */
  needs(change: ChangeOf<K>, other: Change, stage: 'write' | 'enable'): boolean;
  /** Whether what was read back is what runs already, and not only what was accepted. */
  isInEffect(live: LiveOf<K>): boolean;
  /** How long that may take: seconds, or minutes. */
  readonly takesEffect: 'soon' | 'late';
  /** Whether the spec decides over resources at the place that it does not list. */
  ownsUnlisted(desired: Desired, place: string): boolean;
  /** What is live at a place, by name. */
  statesAt(place: string, live: Live): Reading<ReadonlyMap<string, LiveState>>;
}
