import { remotePrefix } from '../mirrormaker/names.ts';
import { clusterKey, clusterOf } from '../spec/cluster-of.ts';
import { place } from '../spec/rules/report.ts';
import type { LintContext } from './context.ts';
import { type ServiceFlow, serviceFlows } from './flows.ts';

/** How clusters and their logins meet in several flows. */
export function lintLogins(context: LintContext): void {
  const flows = serviceFlows(context);
  lintPrefixes(flows, context);
  lintBothRoles(flows, context);
}

function lintPrefixes(flows: readonly ServiceFlow[], { spec, report }: LintContext): void {
  const reported = new Set<string>();
  // Under the identity policy topics do not carry the alias.
  for (const inner of flows.filter(({ settings }) => settings.replication_policy === 'default')) {
    const outer = flows.find(
      ({ source, target }) =>
        clusterKey(spec, target) === clusterKey(spec, inner.target) &&
        inner.source.startsWith(remotePrefix('default', source, '')),
    );
    if (outer === undefined || reported.has(inner.source)) continue;
    reported.add(inner.source);
    const message = `topics of ${inner.source} look on ${inner.target} like topics of ${outer.source}, at ${place(outer.position)}`;
    const hint = 'Use aliases of which none is the beginning of another.';
    report.add('alias-inside-alias', inner.position, message, hint);
  }
}

function lintBothRoles(flows: readonly ServiceFlow[], { spec, report }: LintContext): void {
  for (const flow of flows) {
    const { source, access } = flow;
    if (access === 'manage' || clusterOf(spec, source)?.type !== 'external') continue;
    const back = flows.find(({ target }) => clusterKey(spec, target) === clusterKey(spec, source));
    if (back === undefined) continue;
    const message = `the login of ${clusterKey(spec, source)} is also used as a target, by the flow at ${place(back.position)}, so it sees more than this flow asks for`;
    const hint = 'Set access: manage on both flows, or check what the login sees.';
    report.add('principal-in-both-roles', flow.position, message, hint);
  }
}
