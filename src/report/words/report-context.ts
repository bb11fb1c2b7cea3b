import type { MergeVerdict } from '../../model/merge-verdict.ts';
import type { Position } from '../../model/position.ts';
import { humanDuration } from './human-values.ts';
import { code, type Phrase, phrase, toMarkdown } from './phrase.ts';

/** What a report says about its own run. Everything else in a report comes from the plan or the outcome. */
export interface ReportContext {
  readonly run: Link;
  /** Full SHA of the commit that was planned. */
  readonly head: string;
  readonly base?: { readonly branch: string; readonly sha: string };
  /** When the live state was read. */
  readonly readAt: Date;
  /** `sha256:…` over the spec files. */
  readonly specDigest: string;
  /** Of this action. */
  readonly version: string;
  /** URL of the job summary, which holds what a comment has no room for. */
  readonly fullPlanUrl?: string;
  /** What the merge comes to; undefined where nothing is to be merged, as in a drift check. */
  readonly merge?: MergeVerdict;
  /** Findings link to the line. */
  readonly source?: SourceLinks;
}

/** Where the spec's files can be looked at. */
export interface SourceLinks {
  /** `https://github.com/<owner>/<repo>/blob/<sha>` */
  readonly commitUrl: string;
  /** Where the repository lies in the workspace, from which files are named; empty: it is the workspace. */
  readonly checkoutFolder: string;
}

/** `label` is shown as it is when it is plain, as code otherwise: `kafka #482`. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/** A page of the docs of this version, such as `rules.md#unknown-key`. */
export function docsUrl(version: string, page: string): string {
  return `https://github.com/aiven-kafka-gitops/aiven-kafka-gitops/blob/v${version}/docs/${page}`;
}

/** The address of a line, when its file lies in the repository and its path is plain; undefined: it cannot be linked to. */
export function lineUrl({ file, line }: Position, source: SourceLinks | undefined): string | undefined {
  const { commitUrl, checkoutFolder } = source ?? { commitUrl: '', checkoutFolder: '' };
  const folder = checkoutFolder === '' ? '' : `${checkoutFolder}/`;
  const path = file.startsWith(folder) ? file.slice(folder.length) : '';
  const isPlain = /^[A-Za-z0-9._/-]+$/.test(path) && /^https?:\/\/[A-Za-z0-9._~:/%-]+$/.test(commitUrl);
  return isPlain ? `${commitUrl}/${path}#L${line}` : undefined;
}

/** Only web addresses without anything that could end the link; otherwise the label alone. */
export function linkMarkdown({ label, url }: Link): string {
  const shown = /^[A-Za-z0-9][A-Za-z0-9 ._#-]{0,79}$/.test(label) ? label : toMarkdown([code(label)]);
  return /^https?:\/\/[A-Za-z0-9._~:/?#&=%+,;-]+$/.test(url)
    ? `[${shown}](${url})`
    : toMarkdown([code(label)]);
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** `sha256:3b1f9a2c4d0e` */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

/** `main@a81d0c3` */
export function refPhrase(ref: { readonly branch: string; readonly sha: string }): Phrase {
  return phrase`${`${ref.branch}@${shortSha(ref.sha)}`}`;
}

/** `2026-11-22 18:04 UTC` */
export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `under 1 s`, `41 s`, `3 min 5 s`; rounded to seconds. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds === 0) return 'under 1 s';
  const shown = humanDuration(BigInt(seconds) * 1000n);
  return shown.replace('about ', '');
}
