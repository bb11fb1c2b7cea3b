import { partOf } from '../../model/field-path.ts';
import { flowName } from '../../model/flow.ts';
import type { ResourceId } from '../../model/resource.ts';
import type { Unread } from '../../plan/plan.ts';
import type { SourcePath } from '../../spec/yaml/source-node.ts';
import { aclPath } from '../draft/draft-acls.ts';
import type { DraftPath } from '../left-out.ts';
import type { SpecDraft } from '../spec-draft.ts';

/** What must go from a draft so that a difference or an error goes. */
export type Drop =
  | { readonly is: 'paths'; readonly paths: readonly DraftPath[] }
  /** A profile is at fault: topics are written out instead. */
  | { readonly is: 'profiles' }
  /** Nothing that could be left out: the whole spec is. */
  | { readonly is: 'nothing' };

const nothing: Drop = { is: 'nothing' };

/** Of a place in the files. The smallest part of the spec that can be left out by itself and holds it. */
export function dropForPath(draft: SpecDraft, path: SourcePath): Drop {
  const [section, name, part, item, field] = path.map(String);
  if (section === 'topic_profiles') return { is: 'profiles' };
  if (name === undefined) return nothing;
  if (section === 'mirrormaker') return { is: 'paths', paths: [mirrormakerPath(name, part, item, field)] };
  if (section !== 'clusters') return nothing;
  const cluster = draft.clusters.find(({ key }) => key === name);
  if (part === 'acls') {
    const index = Number(field);
    if (field === undefined || cluster === undefined) return { is: 'paths', paths: [['clusters', name]] };
    const lines = item === 'kafka' ? cluster.kafkaAcls : cluster.aivenAcls;
    const ids = lines[index]?.ids ?? [];
    return ids.length === 0 ? nothing : { is: 'paths', paths: ids.map(aclPath) };
  }
  if (part !== undefined && leftToEndpoint.has(part))
    return { is: 'paths', paths: [['clusters', name, part]] };
  if (part !== 'topics') return { is: 'paths', paths: [['clusters', name]] };
  if (item === undefined) return { is: 'paths', paths: [['clusters', name, 'topics']] };
  const topic = ['clusters', name, 'topics', item];
  if (field === undefined || field === 'profile') return { is: 'paths', paths: [topic] };
  const config = path.map(String)[5];
  if (field !== 'config') return { is: 'paths', paths: [[...topic, field]] };
  if (config !== undefined) return { is: 'paths', paths: [[...topic, 'config', config]] };
  return { is: 'paths', paths: [topic] };
}

/** Of something that a plan would change. `field`: the one that differs; left out, the resource does. */
export function dropForResource(draft: SpecDraft, id: ResourceId, field?: string): Drop {
  switch (id.kind) {
    case 'kafka-acl':
    case 'aiven-acl':
      return { is: 'paths', paths: [aclPath(id)] };
    case 'topic': {
      const topic = ['clusters', id.cluster, 'topics', id.name];
      if (field === undefined) return { is: 'paths', paths: [topic] };
      const part = partOf(field);
      if (part.of === 'config') return { is: 'paths', paths: [[...topic, 'config', part.name]] };
      return { is: 'paths', paths: [[...topic, part.of === 'tags' ? 'tags' : part.name]] };
    }
    case 'flow':
      return { is: 'paths', paths: [mirrormakerPath(id.service, 'flows', flowName(id), field)] };
    case 'integration': {
      if (field !== undefined && field !== 'source') {
        return { is: 'paths', paths: [mirrormakerPath(id.service, 'clusters', id.cluster, field)] };
      }
      const flows = draft.mirrormakers
        .filter(({ service }) => service === id.service)
        .flatMap(({ flows: all }) => all.map(({ name }) => name))
        .filter((name) => name.split(' -> ').includes(id.cluster));
      return {
        is: 'paths',
        paths: [
          ['mirrormaker', id.service, 'clusters', id.cluster],
          ...flows.map((name) => ['mirrormaker', id.service, 'flows', name]),
        ],
      };
    }
    case 'endpoint': {
      const alone = field !== undefined && leftToEndpoint.has(field) ? [field] : [];
      const clusters = draft.clusters.filter(({ connection }) => namesEndpoint(connection, id.name));
      return clusters.length === 0
        ? nothing
        : { is: 'paths', paths: clusters.map(({ key }) => ['clusters', key, ...alone]) };
    }
  }
}

/** Fields of an endpoint that stay as they are there where the spec does not state them. */
const leftToEndpoint: ReadonlySet<string> = new Set(['ssl_ca_cert', 'ssl_endpoint_identification_algorithm']);

/** A flow always says whether it runs, so it cannot be without that line. */
function mirrormakerPath(service: string, part?: string, item?: string, field?: string): DraftPath {
  const path = ['mirrormaker', service];
  if (part === undefined) return path;
  if (item === undefined) return [...path, part];
  return field === undefined || field === 'enabled' || field === 'access'
    ? [...path, part, item]
    : [...path, part, item, field];
}

function namesEndpoint(connection: SpecDraft['clusters'][number]['connection'], name: string): boolean {
  const mirror = connection.get('mirror');
  const aliases = connection.get('aliases');
  const stated = [mirror, ...(aliases instanceof Map ? aliases.values() : [])];
  return stated.some((one) => one instanceof Map && one.get('endpoint') === name);
}

/** Of what could not be read: by its name, or all of its kind at the place. */
export function dropForUnread(
  draft: SpecDraft,
  { place, kind, name }: Pick<Unread, 'place' | 'kind' | 'name'>,
): Drop {
  const mirrormaker = draft.mirrormakers.find(({ service }) => service === place);
  const all = (paths: readonly DraftPath[]): Drop => (paths.length === 0 ? nothing : { is: 'paths', paths });
  switch (kind) {
    case 'topic':
      return all([['clusters', place, 'topics', ...(name === undefined ? [] : [name])]]);
    case 'kafka-acl':
      return all([['clusters', place, 'acls', 'kafka']]);
    case 'aiven-acl':
      return all([['clusters', place, 'acls', 'aiven']]);
    case 'flow':
    case 'integration': {
      const flows = mirrormaker?.flows.map((flow) => flow.name) ?? [];
      const hit = flows.filter(
        (flow) => name === undefined || flow === name || flow.split(' -> ').includes(name),
      );
      return all(hit.map((flow) => ['mirrormaker', place, 'flows', flow]));
    }
    case 'endpoint':
      return all(
        draft.clusters
          .filter(
            ({ connection }) =>
              connection.has('mirror') && (name === undefined || namesEndpoint(connection, name)),
          )
          .map(({ key }) => ['clusters', key]),
      );
  }
}
