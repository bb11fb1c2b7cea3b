import type { Plan } from '../../plan/plan.ts';
import { planLog } from '../../report/texts/log.ts';
import { planJson } from '../../report/texts/plan-json.ts';
import type { Outlet } from '../../run/runner/outlet.ts';
import { type Loaded, loadWorkspaceSpec, secretsIn } from '../../run/spec/load.ts';
import { noHistory, type SpecBefore } from '../../run/spec/spec-before.ts';
import { makePlan } from '../../run/systems/make-plan.ts';
import { ordinarySecretFindings, wordsOfSpec } from '../../run/systems/secret-findings.ts';
import { leaveOut } from '../../spec/leave-out.ts';
import type { Spec } from '../../spec/spec.ts';
import type { Asked } from '../arguments/asked.ts';
import { type BranchSpec, defaultBranchSpec } from '../clone/default-branch.ts';
import { type SpecPlace, specPlace } from '../clone/spec-files.ts';
import type { Ending } from '../exit-codes.ts';
import type { CliPorts } from '../ports.ts';
import { paintPlan } from '../terminal/paint.ts';
import type { Voice } from '../terminal/voice.ts';
import { aivenAccess } from '../trust/aiven-access.ts';
import { keysOf, unvouched } from '../trust/connections.ts';
import { readSystems } from '../trust/read-systems.ts';
import { vouchedFor } from '../trust/vouch.ts';
import { findingsText } from './checked-spec.ts';
import { planEnding, planSeenFrom } from './plan-ending.ts';

type PlanAsked = Extract<Asked, { readonly command: 'plan' }>;

/** What an apply of this spec would change. Reads Aiven and the clusters; writes nothing anywhere. */
export async function planCommand(ports: CliPorts, voice: Voice, asked: PlanAsked): Promise<Ending> {
  const { directory } = ports;
  const access = await aivenAccess(ports, voice, asked);
  if (!access.ok) return 'wrong-input';
  const { out, token } = access;
  const place = await specPlace(ports, asked.spec);
  const ready = await readySpec(ports, out, place, asked);
  if (!ready.ok) {
    if (ready.text !== '') voice.tell(out.shown(ready.text));
    return 'wrong-input';
  }
  const { spec, checks, connect } = ready;
  const trusted = await defaultBranchSpec(ports, place);
  const open = unvouched(spec, trusted);
  const allowed = await vouchedFor(ports, out, { open, named: connect });
  const systems = readSystems(ports, out, {
    ...{ spec, token, trusted, open, vouchedFor: allowed },
    aivenUrl: asked.aivenUrl,
  });
  try {
    const history = { before: beforeOf(trusted), carried: noHistory.carried };
    const made = (await makePlan({ out }, spec, systems, checks, history)).plan;
    const plan = inOwnWords(made);
    // Hidden first and coloured then: a colour may begin inside of a secret.
    if (asked.json) voice.answer(out.shown(planJson(plan)).trimEnd());
    else voice.answer(paintPlan(out.shown(planLog(planSeenFrom(directory, place, plan))), voice.paint));
    return planEnding(plan, asked);
  } finally {
    await systems.close();
  }
}

type Ready =
  | {
      readonly ok: true;
      readonly spec: Spec;
      readonly checks: Extract<Loaded, { readonly ok: true }>['checks'];
      /** Keys of the clusters that `--connect` names. */
      readonly connect: readonly string[];
    }
  | { readonly ok: false; readonly text: string };

async function readySpec(ports: CliPorts, out: Outlet, place: SpecPlace, asked: PlanAsked): Promise<Ready> {
  const { env, clock } = ports;
  const { workspace } = place;
  const inputs = { spec: place.patterns, namedOn: 'command line' } as const;
  const loaded = await loadWorkspaceSpec({ workspace, inputs, clock }, secretsIn(env));
  const plain = { paint: (_: string, text: string) => text };
  if (!loaded.ok) return { ok: false, text: findingsText(ports, plain, place, loaded.findings) };
  const { spec: whole, checks } = loaded;
  out.learnOwnWords(wordsOfSpec(whole).join('\n'));
  const ordinary = ordinarySecretFindings(whole, (secret) => out.isOrdinary(secret));
  if (ordinary.length > 0) return { ok: false, text: findingsText(ports, plain, place, ordinary) };
  const left = leaveOut(whole, asked.leaveOut);
  const { keys, problems } = keysOf(whole, asked.connect);
  const wrong = [
    ...(left.ok ? [] : left.problems.map((problem) => `error: --leave-out: ${problem}.`)),
    ...problems.map((problem) => `error: --connect: ${problem}.`),
  ];
  if (!left.ok || wrong.length > 0) return { ok: false, text: wrong.join('\n') };
  return { ok: true, spec: left.spec, checks, connect: keys };
}

/** Nothing is applied of this plan, so that it need not wait for what nobody could read. */
function beforeOf(trusted: BranchSpec): SpecBefore {
  switch (trusted.state) {
    case 'known':
      return { state: 'known', spec: trusted.spec };
    case 'absent':
      return { state: 'nothing-to-tell' };
    case 'unknown':
      return { state: 'unknown', of: trusted.branch, because: trusted.because, isAsked: false };
  }
}

/** The action's next step for a spec before that was not read is a token of GitHub. */
function inOwnWords(plan: Plan): Plan {
  const hint = 'Compare the two by hand; the plan on the pull request compares them.';
  const findings = plan.findings.map((finding) =>
    finding.code === 'spec-before-not-read' ? { ...finding, hint } : finding,
  );
  return { ...plan, findings };
}
