import type { AclForm } from './acl-form.ts';
import type { Position } from './position.ts';

/** Why a resource should exist, or should go. Every operation of a plan carries one. */
export type Provenance = DeclaredProvenance | DerivedProvenance | OwnershipProvenance;

/** A line of the spec says so: a declaration, or a tombstone under `removed`. */
export interface DeclaredProvenance {
  readonly origin: 'declared';
  readonly position: Position;
  /** Where other files say more of it, in their order; left out: one file says all. */
  readonly also?: readonly Position[];
  /** The tombstone's own words, if this is one. */
  readonly reason?: string;
  /** The named rule that the line is, where it says in one word what stands for several entries. */
  readonly form?: AclForm;
}

/** A replication flow needs it. */
export interface DerivedProvenance {
  readonly origin: 'derived';
  /** The flow's line in the spec. */
  readonly position: Position;
  /** `<source> -> <target>`; several when flows share the resource, sorted. */
  readonly flows: readonly string[];
  /** Stable id of the rule, as in docs/mirrormaker.md: `S1`, `T4`. */
  readonly rule: string;
  /** What the rule is for, a clause that completes "because": `the flow reads the mirrored topics`. */
  readonly why: string;
  /** What is observed without it, one sentence. */
  readonly without: string;
}

/** It lies inside an owned scope (`manage`) and the spec does not list it. */
export interface OwnershipProvenance {
  readonly origin: 'owned';
  /** The line of the scope or principal pattern that owns it. */
  readonly position: Position;
  readonly pattern: string;
}
