import { lintAcls } from './lint-acls.ts';
import { lintClusters } from './lint-clusters.ts';
import type { LintContext } from './lint-context.ts';
import { lintFlowPatterns } from './lint-flow-patterns.ts';
import { lintFlows } from './lint-flows.ts';
import { lintLogins } from './lint-logins.ts';
import { lintLoops } from './lint-loops.ts';
import { lintOwnership } from './lint-ownership.ts';
import { lintRemoteTopics } from './lint-remote-topics.ts';
import { lintTopics } from './lint-topics.ts';

/** What only the whole spec can tell, without asking any system. */
export function lintSpec(context: LintContext): void {
  lintClusters(context);
  lintTopics(context);
  lintOwnership(context);
  lintAcls(context);
  lintFlows(context);
  lintFlowPatterns(context);
  lintLogins(context);
  lintRemoteTopics(context);
  lintLoops(context);
}
