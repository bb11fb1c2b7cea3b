import { codeSpan } from '../words/escape.ts';
import { type Link, linkMarkdown, shortSha } from '../words/report-context.ts';

/** What is known of an apply that may do what differs. */
export type PendingApply =
  /** For somebody's approval. */
  | { readonly is: 'waiting'; readonly run: Link }
  /** None of the workflow runs or waits, and none of this commit is recorded. */
  | { readonly is: 'not there' }
  /** None of this commit is recorded; whether one runs or waits is not known. */
  | { readonly is: 'not recorded' }
  | { readonly is: 'not known'; readonly lacks?: 'actions: read' | 'deployments: read' };

/** For the drift issue, which an apply closes. */
export function pendingApplyPart(
  pendingApply: PendingApply,
  { spec, workflow }: { readonly spec: { readonly sha: string }; readonly workflow: Link },
): string {
  const commit = codeSpan(shortSha(spec.sha));
  const look = `Look at ${linkMarkdown(workflow)}: if one runs or waits for approval, it does what is listed here, and the next check closes this issue.`;
  switch (pendingApply.is) {
    case 'waiting':
      return `⏳ **An apply waits for approval:** ${linkMarkdown(pendingApply.run)}. It does what is listed here if that is all that differs, and the next check closes this issue.`;
    case 'not there':
      return `⏳ **No apply of ${commit} is recorded,** and none of ${linkMarkdown(workflow)} is running or waiting for approval. Where another workflow applies, look there.`;
    case 'not recorded':
      return `⏳ **No apply of ${commit} is recorded yet.** ${look}`;
    case 'not known': {
      const { lacks } = pendingApply;
      const without = lacks === undefined ? '' : ` without ${codeSpan(lacks)}`;
      return `⏳ **An apply may be running,** which this job cannot tell${without}. ${look}`;
    }
  }
}

/** For the pull request that keeps what is live: it must not take back what was merged a moment ago. */
export function takesBackPart(
  pendingApply: PendingApply,
  { spec, workflow }: { readonly spec: { readonly sha: string }; readonly workflow: Link },
): string {
  const commit = codeSpan(shortSha(spec.sha));
  const maybe =
    'What differs may be what it is about to do: then this pull request would take a merged change back.';
  switch (pendingApply.is) {
    case 'waiting':
      return `⏳ **An apply waits for approval:** ${linkMarkdown(pendingApply.run)}. ${maybe}`;
    case 'not there':
    case 'not recorded':
      return `⏳ **No apply of ${commit} is recorded.** ${maybe} Look at ${linkMarkdown(workflow)} first.`;
    case 'not known': {
      const { lacks } = pendingApply;
      const without = lacks === undefined ? '' : ` without ${codeSpan(lacks)}`;
      return `⏳ **An apply may be running,** which this job cannot tell${without}. ${maybe} Look at ${linkMarkdown(workflow)} first.`;
    }
  }
}
