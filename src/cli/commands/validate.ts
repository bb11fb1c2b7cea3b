import { publicFinding } from '../../report/texts/plan-json.ts';
import { plural } from '../../report/words/resource-words.ts';
import { secretVariablesIn } from '../../run/start/environment.ts';
import type { Ending } from '../exit-codes.ts';
import type { CliPorts } from '../ports.ts';
import { asJson, type Voice } from '../terminal/voice.ts';
import { type CheckedSpec, checkedSpec, errorsLine, findingsText } from './checked-spec.ts';

/** Everything that can be said of a spec without asking any system. */
export async function validateCommand(
  ports: CliPorts,
  voice: Voice,
  { spec: named, json }: { readonly spec: readonly string[]; readonly json: boolean },
): Promise<Ending> {
  const checked = await checkedSpec(ports, named);
  const isValid = checked.errors === 0;
  if (json) voice.answer(asJson(publicResult(ports, checked)));
  else {
    const { place, findings } = checked;
    if (findings.length > 0) voice.answer(`${findingsText(ports, voice, place, findings)}\n`);
    voice.answer(isValid ? validLine(checked, voice) : errorsLine(checked, voice));
  }
  return isValid ? 'done' : 'wrong-input';
}

function publicResult({ env }: CliPorts, { loaded, state, findings, errors }: CheckedSpec): object {
  const there = new Set(secretVariablesIn(env));
  return {
    version: 1,
    name: (loaded.ok ? loaded.spec.name : loaded.name) ?? null,
    valid: errors === 0,
    findings: findings.map(publicFinding),
    counts: state?.counts ?? null,
    assumesDefaults: state?.assumesDefaults ?? null,
    secretsNotSet: (loaded.ok ? loaded.spec.secrets : [])
      .map(({ name }) => `KAFKA_SECRET_${name}`)
      .filter((name) => !there.has(name)),
  };
}

function validLine({ state }: CheckedSpec, { paint }: Voice): string {
  if (state === undefined) throw new Error('a spec without errors could not be read');
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
  return `${paint('green', `${state.desired.name} is valid`)}: ${counted}; ${needs}.`;
}
