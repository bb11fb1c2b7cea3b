import type { LeftOutItem } from '../left-out.ts';
import { FileNames } from '../names/file-names.ts';
import type { SpecDraft } from '../spec-draft.ts';
import { type Block, blockText, valueBlock } from '../text/block.ts';
import { settingsMap } from '../topics/settings-text.ts';
import { clusterBlock } from './cluster-blocks.ts';
import { leftOutComment, sectionKey, sectionOf } from './left-out-comment.ts';
import { mirrormakerBlock } from './mirrormaker-blocks.ts';

/** Text by path from the repository: `spec.yaml`, and where it grows a file for each cluster, with the certificates beside. */
export type SpecFiles = ReadonlyMap<string, string>;

/** Beyond these a spec is easier to look through, and to review, by clusters. */
const maxLinesOfOneFile = 300;

/** The files of a spec; `folder` is where they will lie in the repository. */
export function writeSpec(draft: SpecDraft, leftOut: readonly LeftOutItem[], folder: string): SpecFiles {
  const bySection = Map.groupBy(leftOut, sectionOf);
  const clusters = clusterBlocks(draft, bySection);
  const whole = blockText(mainBlocks(draft, bySection, clusters));
  if (draft.clusters.length < 2 || whole.split('\n').length <= maxLinesOfOneFile)
    return new Map([[`${folder}/spec.yaml`, whole], ...draft.certificates]);
  const fileNames = new FileNames();
  fileNames.nameFor('spec', '.yaml');
  return new Map([
    [`${folder}/spec.yaml`, blockText(mainBlocks(draft, bySection, []))],
    ...draft.clusters.map(({ key }, index): [string, string] => {
      const entries = clusters.slice(index, index + 1);
      return [
        `${folder}/${fileNames.nameFor(key, '.yaml')}`,
        blockText([{ kind: 'map', key: 'clusters', entries }]),
      ];
    }),
    ...draft.certificates,
  ]);
}

type BySection = ReadonlyMap<string, readonly LeftOutItem[]>;

function clusterBlocks({ clusters }: SpecDraft, bySection: BySection): readonly Block[] {
  return clusters.map((cluster) =>
    clusterBlock(cluster, bySection.get(sectionKey('clusters', cluster.key)) ?? []),
  );
}

function mainBlocks(draft: SpecDraft, bySection: BySection, clusters: readonly Block[]): readonly Block[] {
  const mirrormakers = draft.mirrormakers.flatMap((service) => {
    const block = mirrormakerBlock(service, bySection.get(sectionKey('mirrormaker', service.service)) ?? []);
    return block === undefined ? [] : [block];
  });
  return [
    { kind: 'comment', lines: head(draft, leftOverall(draft, bySection, mirrormakers)) },
    { kind: 'value', key: 'version', value: 1 },
    { kind: 'value', key: 'name', value: draft.name },
    { kind: 'value', key: 'project', value: draft.project },
    ...section(
      'topic_profiles',
      draft.profiles.map(({ name, settings }) => valueBlock(name, settingsMap(settings), 160)),
    ),
    ...section('clusters', withGaps(clusters)),
    ...section('mirrormaker', withGaps(mirrormakers)),
  ];
}

/** What belongs to no section that is written. */
function leftOverall(
  draft: SpecDraft,
  bySection: BySection,
  mirrormakers: readonly Block[],
): readonly LeftOutItem[] {
  const written = new Set([
    ...draft.clusters.map(({ key }) => sectionKey('clusters', key)),
    ...mirrormakers.map((block) => ('key' in block ? sectionKey('mirrormaker', block.key) : '')),
  ]);
  return [...bySection].filter(([key]) => !written.has(key)).flatMap(([, items]) => items);
}

function head(draft: SpecDraft, leftOut: readonly LeftOutItem[]): readonly string[] {
  const secrets = draft.secrets.map(({ name, what }) => `- KAFKA_SECRET_${name}: ${what}`);
  return [
    `Written by an import of the Aiven project ${draft.project}. Merging it changes nothing: its plan shows no changes, and it owns nothing yet.`,
    ...(secrets.length === 0
      ? []
      : [
          'Define these secrets in the repository, each with the value that is in use today, and pass them to the action in env:',
          ...secrets,
        ]),
    ...leftOutComment(leftOut),
  ];
}

function section(key: string, entries: readonly Block[]): readonly Block[] {
  return entries.length === 0 ? [] : [{ kind: 'gap' }, { kind: 'map', key, entries }];
}

function withGaps(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block, index): readonly Block[] =>
    index === 0 ? [block] : [{ kind: 'gap' }, block],
  );
}
