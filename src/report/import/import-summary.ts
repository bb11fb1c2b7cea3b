import { codeSpan } from '../words/escape.ts';
import { details } from '../words/markdown-table.ts';
import { toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';

/** What an import wrote, for people. */
export interface ImportReport {
  /** Of Aiven. */
  readonly project: string;
  /** Paths from the folder of the import. */
  readonly files: readonly string[];
  readonly counts: {
    readonly clusters: number;
    readonly flows: number;
    readonly topics: number;
    readonly acls: number;
  };
  /** The spec that this was added to, and how many changes its plan has, as it had before; left out: a new one was written. */
  readonly completes?: { readonly name: string; readonly changes: number };
  readonly secrets: readonly { readonly name: string; readonly what: string }[];
  /** What Terraform can forget; left out: no state was given. */
  readonly terraform?: TerraformReport;
  readonly leftOut: readonly { readonly what: string; readonly why: string; readonly isExpected?: true }[];
}

interface TerraformReport {
  readonly covered: readonly string[];
  readonly kept: readonly { readonly address: string; readonly why: string }[];
  readonly protectedTopics: readonly string[];
  readonly others: number;
}

const maxListed = 200;

/** For the job summary. */
export function importSummary(report: ImportReport): string {
  const { project, files, secrets } = report;
  const parts = [
    `## Kafka: import of ${codeSpan(project)}`,
    `> [!NOTE]\n> **${resultInWords(report)}** ${whatItMeans(report)}`,
    ...(files.length === 0
      ? []
      : [`Written to the output \`import-path\`:\n${list(files.map((file) => codeSpan(file)))}`]),
  ];
  if (secrets.length > 0) {
    const lines = secrets.map(
      ({ name, what }) => `${codeSpan(`KAFKA_SECRET_${name}`)}: ${toMarkdown(prose(what))}`,
    );
    parts.push(
      `Define these secrets in the repository, each with the value that is in use today, and pass them to the action in \`env\`:\n${list(lines)}`,
    );
  }
  parts.push(...leftOutSections(report.leftOut));
  if (report.terraform !== undefined) parts.push(...terraformSections(report.terraform));
  if (files.length > 0) parts.push(nextStep(report));
  return `${parts.join('\n\n')}\n`;
}

/** For the log. */
export function importLog(report: ImportReport): string {
  const { files, secrets, leftOut } = report;
  return [
    resultInWords(report),
    ...files.map((file) => `  ${file}`),
    ...secrets.map(({ name, what }) => `Secret to define: KAFKA_SECRET_${name}, ${what}`),
    ...leftOut
      .filter(({ isExpected }) => isExpected !== true)
      .map(({ what, why }) => `Left out: ${what}: ${why}`),
  ].join('\n');
}

/** Sentences: what was written, and what its plan shows. */
function resultInWords({ completes, counts, files }: ImportReport): string {
  if (completes === undefined) return `${countsInWords(counts)}. The plan of the spec shows no changes.`;
  const { name, changes } = completes;
  const plan =
    changes === 0
      ? 'Its plan shows no changes.'
      : `Its plan shows ${changes === 1 ? 'one change' : `${changes} changes`}, as before.`;
  if (files.length === 0) return `The spec ${name} says everything that it can say of the project. ${plan}`;
  return `Added to the spec ${name}: ${countsInWords(counts)}. ${plan}`;
}

function whatItMeans({ completes }: ImportReport): string {
  return completes === undefined
    ? 'Nothing was changed in Aiven, and merging the spec changes nothing: it owns nothing yet.'
    : 'Nothing was changed in Aiven, and what was added changes nothing when it is merged. Every other line of the spec is as it was.';
}

function nextStep({ completes }: ImportReport): string {
  return completes === undefined
    ? 'Next: put the files into the repository, open a pull request, and look that its plan shows no changes. Then say under `manage` what is yours.'
    : 'Next: put the files in the place of those in the repository, open a pull request, and look at its plan.';
}

function leftOutSections(leftOut: ImportReport['leftOut']): readonly string[] {
  const surprising = leftOut.filter(({ isExpected }) => isExpected !== true);
  const expected = leftOut.length - surprising.length;
  const sections: string[] = [];
  if (surprising.length > 0) {
    const lines = surprising.slice(0, maxListed).map(({ what, why }) => toMarkdown(prose(`${what}: ${why}`)));
    const more = surprising.length > maxListed ? [`and ${surprising.length - maxListed} more`] : [];
    const title = `Exists, but is not in the spec: ${surprising.length}`;
    sections.push(details(title, list([...lines, ...more]), { open: surprising.length <= 10 }));
  }
  if (expected > 0) {
    sections.push(
      `${expected} more that Kafka, MirrorMaker 2 and Aiven keep for themselves, or that flows write, are not listed.`,
    );
  }
  return sections;
}

function terraformSections({ covered, kept, protectedTopics, others }: TerraformReport): readonly string[] {
  const sections = [
    `### Terraform\n\n**The spec covers ${covered.length} of its resources**, so Terraform can forget them: ${codeSpan('terraform/removed.tf')}. ${others} others are not of a kind that a spec holds, and stay.`,
  ];
  if (kept.length > 0) {
    const lines = kept
      .slice(0, maxListed)
      .map(({ address, why }) => `${codeSpan(address)}: ${toMarkdown(prose(why))}`);
    sections.push(
      details(`Must stay in Terraform: ${kept.length}`, list(lines), { open: kept.length <= 10 }),
    );
  }
  if (protectedTopics.length > 0) {
    const names = protectedTopics.slice(0, maxListed).map((name) => codeSpan(name));
    sections.push(
      `These have ${codeSpan('termination_protection')} in Terraform. Add ${codeSpan('protect: true')} in the spec:\n${list(names)}`,
    );
  }
  return sections;
}

export function countsInWords({ clusters, flows, topics, acls }: ImportReport['counts']): string {
  const of = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
  return `${of(clusters, 'cluster')}, ${of(flows, 'flow')}, ${of(topics, 'topic')} and ${of(acls, 'ACL entry', 'ACL entries')}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
