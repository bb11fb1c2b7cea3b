import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { schemaFile } from '../../../scripts/generate-schema.ts';
import { root } from './pages.ts';

const validate = new Ajv({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(join(root, schemaFile), 'utf8')),
);

/** Where a part of a spec can stand, from the top down: the first place where the schema takes it is meant. */
const places: Readonly<Record<string, (part: unknown) => object>> = {
  'a spec': (part) => part as object, // the schema looks at it
  clusters: (part) => ({ clusters: part }),
  'a cluster': (part) => ({ clusters: { core: part } }),
  'topics or ACLs of a cluster': (part) => ({ clusters: { core: { topics: part } } }),
  'a topic': (part) => ({ clusters: { core: { topics: { orders: part } } } }),
  flows: (part) => ({ mirrormaker: { mm2: { flows: part } } }),
  'a flow': (part) => ({ mirrormaker: { mm2: { flows: { 'onprem -> core': part } } } }),
  'a MirrorMaker 2 service': (part) => ({ mirrormaker: { mm2: part } }),
};

/** What the schema of the spec makes of a part of one. */
export type PlacedPart =
  | { readonly placed: true; readonly where: string; readonly spec: object }
  | { readonly placed: false; readonly problems: string };

export function placePart(part: unknown): PlacedPart {
  let problems = '';
  for (const [where, spec] of Object.entries(places)) {
    const placed = { version: 1, ...spec(part) };
    if (isValid(placed)) return { placed: true, where, spec: placed };
    problems ||= JSON.stringify(validate.errors);
  }
  return { placed: false, problems };
}

export function isValid(spec: unknown): boolean {
  return validate(spec);
}

interface Parts {
  readonly topic_profiles?: object;
  readonly clusters?: Readonly<Record<string, object>>;
  readonly mirrormaker?: Readonly<Record<string, { readonly flows?: object }>>;
}

/** A placed part as a whole spec: clusters that lack what they are, or that only flows name, are Aiven services; profiles are there. */
export function completed(spec: Parts): object {
  const { clusters = {}, mirrormaker = {}, topic_profiles = {} } = spec;
  const inFlows = Object.values(mirrormaker)
    .flatMap(({ flows = {} }) => Object.keys(flows))
    .flatMap((flow) => flow.split(' -> '));
  const aliases = Object.values(clusters).flatMap((cluster) => Object.keys(Object(cluster).aliases ?? {}));
  const names = new Set([...Object.keys(clusters), ...inFlows.filter((name) => !aliases.includes(name))]);
  const whole = [...names].map((name) => {
    const cluster = { ...clusters[name] };
    const isWhole = 'service' in cluster || 'bootstrap_servers' in cluster;
    return [name, isWhole ? cluster : { service: `kafka-${name}`, ...cluster }] as const;
  });
  const events = { partitions: 6, replication: 3 };
  return {
    ...{ version: 1, name: 'docs', project: 'acme-docs', ...spec },
    topic_profiles: { events, ...topic_profiles },
    clusters: Object.fromEntries(whole),
  };
}
