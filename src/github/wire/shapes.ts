import { z } from 'zod';

/*
 * What is used of GitHub's answers, and nothing else: an answer of another shape makes no sense, and nothing is concluded
 * from it. Sources: GitHub's description of its REST API, the parts of which the emulator in `sandbox/github` holds.
 */

const sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
const id = z.number().int().positive();
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

/** Null when the account is gone. */
const author = z.object({ login: z.string().min(1), type: z.string() }).nullish();

/** For what is asked only to see whether GitHub answers, or written without a look at what comes back. */
export const list = z.array(z.unknown());
export const anyObject = z.looseObject({});
/** GitHub answers a deletion with nothing. */
export const nothing = z.unknown();
export const anyAnswer = z.union([anyObject, list]);

export const me = z.object({ login: z.string().min(1), type: z.string() });
export const repository = z.object({ default_branch: z.string().min(1) });
export const reference = z.object({ object: z.object({ sha }) });

export const comment = z.object({ id, html_url: z.string(), body: text, user: author });
export const comments = z.array(comment);

export const issue = z.object({
  number: id,
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  body: text,
  locked: z.boolean(),
  user: author,
  /** There: it is a pull request. */
  pull_request: z.unknown().optional(),
});
export const issues = z.array(issue);

export const checkRun = z.object({
  id,
  html_url: text,
  name: z.string(),
  head_sha: sha,
  external_id: text,
  status: z.string(),
  conclusion: text,
  completed_at: text,
  output: z.object({ title: text, summary: text, text }),
  app: z.object({ slug: z.string().optional() }).nullish(),
});
export type WireCheckRun = z.infer<typeof checkRun>;
export const checkRuns = z.object({ check_runs: z.array(checkRun) });

export const deployment = z.object({
  id,
  sha,
  environment: z.string(),
  /** An object, or the text that somebody sent. */
  payload: z.unknown(),
  created_at: z.string(),
  creator: author,
});
export type WireDeployment = z.infer<typeof deployment>;
export const deployments = z.array(deployment);
export const deploymentStatuses = z.array(z.object({ state: z.string().min(1) }));

export const workflowRuns = z.object({
  total_count: z.number().int().nonnegative(),
  workflow_runs: z.array(
    z.object({
      id,
      event: z.string(),
      head_sha: sha,
      path: z.string(),
      run_number: z.number().int(),
      html_url: z.string(),
    }),
  ),
});

export const pullRequest = z.object({
  number: id,
  title: z.string(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  draft: z.boolean().optional(),
  locked: z.boolean(),
  user: z.object({ login: z.string() }).nullish(),
  labels: z.array(z.object({ name: z.string() })),
  head: z.object({ sha, ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  base: z.object({ sha, ref: z.string() }),
  merged_at: text,
  merge_commit_sha: text,
  updated_at: z.string(),
});
export type WirePullRequest = z.infer<typeof pullRequest>;
export const pullRequests = z.array(pullRequest);

/** A pull request of this action, with what tells whose it is. */
export const proposedPull = z.object({
  number: id,
  title: z.string(),
  body: text,
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  user: author,
  merged_at: text,
});
export type ProposedPull = z.infer<typeof proposedPull>;
export const proposedPulls = z.array(proposedPull);

export const commit = z.object({ sha, commit: z.object({ tree: z.object({ sha }) }) });
export const commitWithParents = z.object({ parents: z.array(z.object({ sha })) });

const comparedFile = z.object({ filename: z.string().min(1), previous_filename: z.string().optional() });
export const comparison = z.object({
  status: z.enum(['ahead', 'behind', 'diverged', 'identical']),
  total_commits: z.number().int().min(0),
  base_commit: z.object({ commit: z.object({ committer: z.object({ date: text }).nullish() }) }),
  commits: z.array(
    z.object({ sha, commit: z.object({ message: z.string() }), parents: z.array(z.object({ sha })) }),
  ),
  files: z.array(comparedFile).optional(),
});

/** The same, to see who made the commits. */
export const comparedAuthors = z.object({
  total_commits: z.number().int().min(0),
  commits: z.array(z.object({ sha, author, committer: author, commit: z.object({ message: z.string() }) })),
});

/** A tree or commit that was made. */
export const object = z.object({ sha });

export const tree = z.object({
  tree: z.array(z.object({ path: z.string().min(1), mode: z.string(), type: z.string(), sha })),
  truncated: z.boolean(),
});
export const blob = z.object({ content: z.string(), encoding: z.enum(['base64', 'utf-8']) });

/** A directory is a list; of a link or a submodule nothing is used. */
export const content = z.union([
  z.array(z.looseObject({ path: z.string() })),
  z.object({ type: z.literal('file'), encoding: z.string(), content: z.string(), sha }),
  z.object({ type: z.enum(['dir', 'symlink', 'submodule']) }),
]);
