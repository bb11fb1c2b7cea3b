import { lintAcls } from './acls.ts';
import { lintAliases } from './aliases.ts';
import { lintClusters } from './clusters.ts';
import type { LintContext } from './context.ts';
import { lintFlowPatterns } from './flow-patterns.ts';
import { lintFlows } from './flows.ts';
import { lintLanguages } from './languages.ts';
import { lintLogins } from './logins.ts';
import { lintLoops } from './loops.ts';
import { lintOwnership } from './ownership.ts';
import { lintRemoteTopics } from './remote-topics.ts';
import { lintTopics } from './topics.ts';

/** What only the whole spec can tell, without asking any system. */
export function lintSpec(context: LintContext): void {
  lintClusters(context);
  lintTopics(context);
  lintOwnership(context);
  lintAcls(context);
  lintFlows(context);
  lintAliases(context);
  lintFlowPatterns(context);
  lintLanguages(context);
  lintLogins(context);
  lintRemoteTopics(context);
  lintLoops(context);
}
