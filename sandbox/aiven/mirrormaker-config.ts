import type { Flow, Integration, MirrorMakerService, Project, UserConfig } from './state.ts';
import type { Switches } from './switches.ts';

/** What the MirrorMaker 2 behind a service has to run: its clusters, flows and settings, secrets included. */
export interface MirrorMakerConfig {
  readonly project: string;
  readonly service: string;
  readonly clusters: readonly MirrorMakerCluster[];
  /** As stored: only what was set, Aiven's field names. */
  readonly flows: readonly Flow[];
  /** The service's own `user_config.kafka_mirrormaker`. */
  readonly settings: UserConfig;
}

export interface MirrorMakerCluster {
  readonly alias: string;
  readonly source:
    | { readonly type: 'service'; readonly project: string; readonly service: string }
    | { readonly type: 'endpoint'; readonly name: string; readonly userConfig: UserConfig };
  /** The integration's `user_config.kafka_mirrormaker`. */
  readonly tuning: UserConfig;
}

/** What is asked of the world about the clusters of a service. */
interface Surroundings {
  readonly switches: Switches;
  project(name: string): Project;
  integrations(project: string, service: string): readonly Integration[];
}

export function mirrorMakerConfig(world: Surroundings, service: MirrorMakerService): MirrorMakerConfig {
  return {
    project: service.project,
    service: service.name,
    clusters: world.integrations(service.project, service.name).flatMap((integration) => {
      const source = clusterSource(world, integration);
      if (source === undefined) return [];
      return [
        {
          alias: clusterAlias(world, integration),
          source,
          tuning: object(integration.userConfig['kafka_mirrormaker']),
        },
      ];
    }),
    flows: service.flows,
    settings: object(service.userConfig['kafka_mirrormaker']),
  };
}

/** `user_config.cluster_alias`, or the one that Aiven generates. */
export function clusterAlias(world: Surroundings, integration: Integration): string {
  const alias = integration.userConfig['cluster_alias'];
  if (typeof alias === 'string') return alias;
  const { source } = integration;
  const name =
    source.type === 'service'
      ? source.service
      : (world.project(source.project).endpoints.get(source.endpointId)?.name ?? source.endpointId);
  return generatedAlias(world.switches, source.project, name);
}

/** The docs say "from the project and service name", the older ones used an endpoint's name: *assumed*, `generatedAlias`. */
function generatedAlias(switches: Switches, project: string, name: string): string {
  return switches.generatedAlias === 'name' ? name : `${project}-${name}`;
}

function clusterSource(
  world: Surroundings,
  integration: Integration,
): MirrorMakerCluster['source'] | undefined {
  const { source } = integration;
  if (source.type === 'service') return source;
  const endpoint = world.project(source.project).endpoints.get(source.endpointId);
  return endpoint && { type: 'endpoint', name: endpoint.name, userConfig: endpoint.userConfig };
}

function object(value: unknown): UserConfig {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
