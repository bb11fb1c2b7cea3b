import { error } from './rule.ts';

export const fileRules = {
  'spec-not-found': error(
    'the input `spec` names no readable file',
    'A spec is one file, a directory or globs, one per line, all inside the repository. Symbolic links are not followed, so that what is read is what the commit holds.',
    'spec: kafka/prod.yml   # in the workflow, and the file is kafka/prod.yaml',
  ),
  'too-many-files': error(
    'the input `spec` names more than 500 files',
    'A pattern that matches so much seldom means it.',
    'spec: "**/*.yaml"   # in a repository of many',
  ),
  'file-too-large': error(
    'a spec file has more than 8 MiB, or all of them together more than 16 MiB',
    'A spec may be several files, joined by key.',
    '# one file with 100,000 topics',
  ),
  'yaml-encoding': error(
    'a spec file is not UTF-8',
    'Text in another encoding would silently change.',
    'name: caf\\xe9   # Latin-1',
  ),
  'yaml-control-character': error(
    'a spec file holds an invisible character',
    'Control characters and bidirectional overrides make a reviewer see another text than the tool reads.',
    'name: prod\\u202e   # right-to-left override',
  ),
  'yaml-feature': error(
    'a YAML feature that specs do not use',
    'Anchors, aliases, tags, directives, explicit keys, merge keys and several documents in one file make a line mean what another line says. Topic profiles share settings instead.',
    'orders: &orders { partitions: 6 }',
  ),
  'yaml-too-complex': error(
    'a spec file is nested too deeply, or the spec is made of too many parts, to read it safely',
    'Maps and lists stand in each other at most 32 deep. All files together hold at most 1,000,000 signs: commas, colons, dashes, opening brackets and lines. Profiles save most of them.',
    'a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]',
  ),
  'yaml-syntax': error(
    'a spec file is not valid YAML',
    'The message names the place; the mistake may be on the line before.',
    'name: "prod',
  ),
  'duplicate-key': error(
    'a key is set twice',
    'In one file or in two: the message names both places. Only `version` may stand in every file. Files join at any depth of a topic, a profile or a flow, and each value stands in one of them; a list is one value, except those of ACLs, which are appended.',
    'topics:\n  orders: { partitions: 6, partitions: 6 }',
  ),
  'split-over-files': error(
    'what stands whole in one file is in two',
    'The connection of a cluster (`service`, `bootstrap_servers`, `brokers`, security, `mirror`, `admin`, `cluster_id`), its `manage`, its `aliases`, `settings` of a service and every `removed` have one file each, so that the owner of that file answers for all of it. The message names both places.',
    '# clusters.yaml\nclusters: { core: { service: kafka-core } }\n# topics.yaml\nclusters: { core: { project: acme-other } }',
  ),
  'separate-specs': error(
    'files of several specs in one run',
    'A spec has one name and one project. Each spec gets a run of its own, with an input `spec` that names its files; files may be shared. docs/several-files.md shows how.',
    '# prod.yaml\nname: prod\n# staging.yaml\nname: staging',
  ),
  'missing-value': error(
    'a key has no value',
    'Left empty it would silently mean null. Write what is meant: a value, `{}` or `[]` for none, `null` where the key has a default to go back to.',
    'topics:\n  # orders: {}',
  ),
} as const;
