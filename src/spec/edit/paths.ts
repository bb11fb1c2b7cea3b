import { topicConfigs, type Unit } from '../../model/limits/topic-configs.ts';

/** Whose keys are names that people give, and no words of the schema. */
const ofNames: ReadonlySet<string> = new Set([
  'topic_profiles',
  'topic_profiles/*/config',
  'topic_profiles/*/tags',
  'clusters',
  'clusters/*/aliases',
  'clusters/*/topics',
  'clusters/*/topics/*/config',
  'clusters/*/topics/*/tags',
  'clusters/*/removed/topics',
  'mirrormaker',
  'mirrormaker/*/clusters',
  'mirrormaker/*/flows',
  'mirrormaker/*/removed/flows',
  'removed/endpoints',
]);

/** Sections that say nothing when they are empty. A topic, a flow or `tags` says something by being there. */
const absentWhenEmpty: ReadonlySet<string> = new Set([
  'topic_profiles',
  'topic_profiles/*/config',
  'clusters/*/acls',
  'clusters/*/acls/aiven',
  'clusters/*/acls/kafka',
  'clusters/*/removed',
  'clusters/*/removed/topics',
  'clusters/*/topics',
  'clusters/*/topics/*/config',
  'clusters/*/topics/*/consume',
  'clusters/*/topics/*/produce',
  'mirrormaker/*/clusters',
  'mirrormaker/*/clusters/*',
  'mirrormaker/*/flows',
  'mirrormaker/*/removed',
  'mirrormaker/*/removed/flows',
  'mirrormaker/*/settings',
  'removed',
  'removed/endpoints',
]);

/** The path with `*` for names: places of one shape are written alike. */
export function shapeOf(path: readonly string[]): string {
  return path.reduce((shape, key) => childShape(shape, key), '');
}

export function childShape(shape: string, key: string): string {
  if (shape === '') return key;
  return `${shape}/${hasNames(shape) ? '*' : key}`;
}

export function hasNames(shape: string): boolean {
  return ofNames.has(shape);
}

export function isAbsentWhenEmpty(shape: string): boolean {
  return absentWhenEmpty.has(shape);
}

/** Of the value of a topic config; undefined: it is no quantity. */
export function unitAt(path: readonly string[]): Unit | undefined {
  const shape = shapeOf(path);
  if (shape !== 'clusters/*/topics/*/config/*' && shape !== 'topic_profiles/*/config/*') return undefined;
  const config = topicConfigs.get(path.at(-1) ?? '');
  return config?.type === 'quantity' ? config.unit : undefined;
}
