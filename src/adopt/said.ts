import { plainMap } from '../spec/edit/plain-tree.ts';
import { newReport } from '../spec/rules/report.ts';
import type { PlainMap } from '../spec/text/plain.ts';
import { guardText } from '../spec/yaml/guard.ts';
import { joinFiles } from '../spec/yaml/join-files.ts';
import { parseYaml } from '../spec/yaml/parse.ts';

export type SpecTexts = ReadonlyMap<string, string>;

/** What the files of a spec say together, as written; empty where they cannot be read. */
export function saidIn(files: SpecTexts): PlainMap {
  const report = newReport();
  const roots = [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, text]) => {
      const source = guardText(path, Buffer.from(text), report);
      return (source && parseYaml(source, report)) ?? [];
    });
  const joined = joinFiles(roots, report);
  return joined === undefined ? new Map() : plainMap(joined);
}
