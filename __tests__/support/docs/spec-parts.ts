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
  | { readonly placed: true; readonly where: string }
  | { readonly placed: false; readonly problems: string };

export function placePart(part: unknown): PlacedPart {
  let problems = '';
  for (const [where, spec] of Object.entries(places)) {
    if (isValid({ version: 1, ...spec(part) })) return { placed: true, where };
    problems ||= JSON.stringify(validate.errors);
  }
  return { placed: false, problems };
}

export function isValid(spec: unknown): boolean {
  return validate(spec);
}
