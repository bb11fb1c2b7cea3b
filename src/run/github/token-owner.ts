import type { Outlet } from '../runner/outlet.ts';

/** Whose token `github-token` is decides whether later runs read what it writes as this action's own. */
const hint = 'Leave github-token out of the workflow: the token of the job is the default.';

export const personsToken = {
  message:
    "github-token is a person's token, and only that of a GitHub App, as a job has, may write check runs",
  hint,
};

export function foreignToken(owner: string) {
  return {
    message: `github-token is that of ${owner}, and later runs count only what the token of a job wrote`,
    hint,
  };
}

export function warnOfForeignAuthor(out: Outlet, what: string, owner: string | undefined): void {
  if (owner === undefined) return;
  const { message } = foreignToken(owner);
  out.annotate([{ level: 'warning', title: 'GitHub', message: `${what}: ${message}. ${hint}` }]);
}
