import { newReport } from '../../spec/rules/report.ts';
import { guardText } from '../../spec/yaml/guard.ts';
import { parseYaml } from '../../spec/yaml/parse.ts';
import type { SourceNode } from '../../spec/yaml/source-node.ts';
import type { AclLine, SpecDraft } from '../spec-draft.ts';

/** The draft with its lines of ACLs at the places that they have in the files: behind those of the file that has the last. */
export function behindLines(files: ReadonlyMap<string, string>, draft: SpecDraft): SpecDraft {
  const roots = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, text]) => {
      const report = newReport();
      const source = guardText(file, Buffer.from(text), report);
      return (source && parseYaml(source, report)) ?? [];
    });
  const before = (key: string, model: string): readonly AclLine<never>[] => {
    const lists = roots.flatMap((root) => listAt(root, ['clusters', key, 'acls', model]));
    return Array.from({ length: lists.at(-1) ?? 0 }, () => ({ fields: new Map(), ids: [] }));
  };
  return {
    ...draft,
    clusters: draft.clusters.map((cluster) => ({
      ...cluster,
      kafkaAcls: [...before(cluster.key, 'kafka'), ...cluster.kafkaAcls],
      aivenAcls: [...before(cluster.key, 'aiven'), ...cluster.aivenAcls],
    })),
  };
}

/** How many items it has; empty: there is no such list. */
function listAt(node: SourceNode, path: readonly string[]): readonly number[] {
  const [key, ...rest] = path;
  if (key === undefined) return node.kind === 'list' ? [node.items.length] : [];
  const entry = node.kind === 'map' ? node.entries.get(key) : undefined;
  return entry === undefined ? [] : listAt(entry.value, rest);
}
