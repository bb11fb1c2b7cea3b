import type { FirstSeen } from '../../model/first-seen.ts';
import type { Link } from '../words/report-context.ts';
import { type CommentState, commentMarker } from './plan-comment.ts';

/** Which run and which commit a comment after the merge is about. */
export interface ApplyContext {
  readonly name: string;
  readonly digest: string;
  readonly run: Link;
  /** The commit that was applied, or should have been. */
  readonly commit: { readonly branch: string; readonly sha: string };
  readonly finishedAt: Date;
}

export function applyMarker(context: ApplyContext, state: CommentState, since: FirstSeen = {}): string {
  const { name, digest, commit } = context;
  return commentMarker({ name, head: commit.sha, digest, state, since });
}
