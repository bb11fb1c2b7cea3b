import { countErrorsIn, type Finding } from '../../model/finding.ts';
import { findingsLog } from '../../report/texts/log.ts';
import { countErrors } from '../../report/words/counts.ts';
import { type Loaded, loadWorkspaceSpec, namesOnly, type SecretValues } from '../../run/spec/load.ts';
import { type OfflineState, offlineState } from '../../run/spec/offline-state.ts';
import { type SpecPlace, seenFrom, specPlace } from '../clone/spec-files.ts';
import type { CliPorts } from '../ports.ts';
import { paintFindings } from '../terminal/paint.ts';
import type { Voice } from '../terminal/voice.ts';

/** A spec with all that can be said of it without asking any system, and without the value of any secret. */
export interface CheckedSpec {
  readonly place: SpecPlace;
  readonly loaded: Loaded;
  /** Undefined: the spec could not be read. */
  readonly state: OfflineState | undefined;
  /** Of the spec, and of what is derived of it. */
  readonly findings: readonly Finding[];
  readonly errors: number;
}

export async function checkedSpec(
  ports: CliPorts,
  named: readonly string[],
  /** Left out: none is opened, and none is needed. */
  secrets: SecretValues = namesOnly,
): Promise<CheckedSpec> {
  const place = await specPlace(ports, named);
  const inputs = { spec: place.patterns, namedOn: 'command line' } as const;
  const { workspace } = place;
  const loaded = await loadWorkspaceSpec({ workspace, inputs, clock: ports.clock }, secrets);
  const state = loaded.ok ? offlineState(loaded.spec) : undefined;
  const findings = [...loaded.findings, ...(state?.findings ?? [])];
  const errors = countErrorsIn(findings);
  return { place, loaded, state, findings, errors };
}

/** Findings as the command's reader sees them, worst first. */
export function findingsText(
  { directory }: Pick<CliPorts, 'directory'>,
  { paint }: Pick<Voice, 'paint'>,
  place: SpecPlace,
  findings: readonly Finding[],
): string {
  return paintFindings(findingsLog(seenFrom(directory, place, findings)), paint);
}

/** `prod: 3 errors.` */
export function errorsLine({ loaded, errors }: CheckedSpec, { paint }: Pick<Voice, 'paint'>): string {
  const name = (loaded.ok ? loaded.spec.name : loaded.name) ?? 'The spec';
  return paint('red', `${name}: ${countErrors(errors)}.`);
}
