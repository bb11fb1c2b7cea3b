import { findingsLog } from '../../report/texts/log.ts';
import { publicFinding } from '../../report/texts/plan-json.ts';
import { countErrors } from '../../report/words/counts.ts';
import { plural } from '../../report/words/resource-words.ts';
import { loadWorkspaceSpec, namesOnly } from '../../run/spec/load.ts';
import { offlineState } from '../../run/spec/offline-state.ts';
import { secretVariablesIn } from '../../run/start/environment.ts';
import { seenFrom, specPlace } from '../clone/spec-files.ts';
import type { Ending } from '../exit-codes.ts';
import type { CliPorts } from '../ports.ts';
import { paintFindings } from '../terminal/paint.ts';
import { asJson, type Voice } from '../terminal/voice.ts';

/** Everything that can be said of a spec without asking any system. */
export async function validateCommand(
  ports: CliPorts,
  voice: Voice,
  { spec: named, json }: { readonly spec: readonly string[]; readonly json: boolean },
): Promise<Ending> {
  const { clock, directory } = ports;
  const place = await specPlace(ports, named);
  const inputs = { spec: place.patterns, namedOn: 'command line' } as const;
  const loaded = await loadWorkspaceSpec({ workspace: place.workspace, inputs, clock }, namesOnly);
  const state = loaded.ok ? offlineState(loaded.spec) : undefined;
  const findings = [...loaded.findings, ...(state?.findings ?? [])];
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const there = new Set(secretVariablesIn(ports.env));
  const unset = (loaded.ok ? loaded.spec.secrets : [])
    .map(({ name }) => `KAFKA_SECRET_${name}`)
    .filter((name) => !there.has(name));
  const name = loaded.ok ? loaded.spec.name : loaded.name;
  const valid = errors === 0;
  if (json) {
    voice.answer(
      asJson({
        version: 1,
        name: name ?? null,
        valid,
        findings: findings.map(publicFinding),
        counts: state?.counts ?? null,
        assumesDefaults: state?.assumesDefaults ?? null,
        secretsNotSet: unset,
      }),
    );
    return valid ? 'done' : 'wrong-input';
  }
  const seen = seenFrom(directory, place, findings);
  if (seen.length > 0) voice.answer(`${paintFindings(findingsLog(seen), voice.paint)}\n`);
  if (state === undefined || !valid) {
    voice.answer(voice.paint('red', `${name ?? 'The spec'}: ${countErrors(errors)}.`));
    return 'wrong-input';
  }
  const { clusters, flows, topics, acls } = state.counts;
  const counted = [
    plural(clusters, 'cluster'),
    plural(flows, 'flow'),
    plural(topics, 'topic'),
    plural(acls, 'ACL entry', 'ACL entries'),
  ].join(', ');
  const needs = state.assumesDefaults
    ? 'what flows need is included, assumed with the defaults of what they do not state'
    : 'what flows need is included';
  voice.answer(`${voice.paint('green', `${name} is valid`)}: ${counted}; ${needs}.`);
  return 'done';
}
