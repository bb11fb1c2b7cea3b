import { join } from 'node:path';
import { version } from '../../model/version.ts';
import type { Plan } from '../../plan/plan.ts';
import { planAnnotations } from '../../report/texts/annotations.ts';
import { planLog } from '../../report/texts/log.ts';
import { planJson } from '../../report/texts/plan-json.ts';
import { headline, planCounts, riskOf } from '../../report/words/headline.ts';
import type { ReportContext } from '../../report/words/report-context.ts';
import { type Facts, headSha, runLink, type Speaking, sourceLinks } from '../session.ts';
import { inRepositoryTerms } from '../spec/spec-paths.ts';

/** The plan in the log, in the outputs, on the spec lines and in files: everything but GitHub's own places. */
export async function reportPlan(session: Speaking, plan: Plan): Promise<void> {
  const { out, inputs } = session;
  const counts = planCounts(plan);
  out.info(planLog(plan));
  out.output('changes', String(counts.total > 0));
  out.output('to-create', String(counts.create));
  out.output('to-change', String(counts.update));
  out.output('to-replace', String(counts.replace));
  out.output('to-delete', String(counts.delete));
  out.output('unchanged', String(plan.unchanged));
  out.output('risk', riskOf(plan));
  out.output('summary', `${plan.name}: ${headline(plan)}`);
  out.output('plan-digest', plan.digest);
  if (inputs.annotations) out.annotate(inRepositoryTerms(session, planAnnotations(plan)));
  out.output('plan-json-path', await writeOutput(session, 'plan.json', planJson(plan)));
}

/** Writes a file for later steps of the job and answers its path. */
export async function writeOutput(
  { out, outputFolder }: Pick<Speaking, 'out' | 'outputFolder'>,
  name: string,
  text: string,
): Promise<string> {
  const path = join(outputFolder, name);
  await out.file(path, text);
  return path;
}

export function reportContext(
  { event, checkoutFolder }: Pick<Facts, 'event' | 'checkoutFolder'>,
  options: { readonly specDigest: string; readonly readAt: Date },
): ReportContext {
  const { pullRequest } = event;
  return {
    run: runLink({ event }),
    head: headSha({ event }),
    ...(pullRequest === undefined ? {} : { base: { branch: pullRequest.baseRef, sha: pullRequest.baseSha } }),
    readAt: options.readAt,
    specDigest: options.specDigest,
    version,
    fullPlanUrl: event.run.url,
    source: sourceLinks({ event, checkoutFolder }, headSha({ event })),
  };
}
