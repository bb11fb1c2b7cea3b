import { randomUUID } from 'node:crypto';
import type { BackendAcl } from '../kafka-backend.ts';
import { copyOf } from './copy.ts';
import { type MirrorMakerConfig, mirrorMakerConfig } from './mirrormaker-config.ts';
import { newAclId } from './new-service.ts';
import { Projects } from './projects.ts';
import type {
  AivenAcl,
  Endpoint,
  Flow,
  Integration,
  IntegrationSource,
  IntegrationStatus,
  TopicRecord,
  UserConfig,
} from './state.ts';
import type { Switches } from './switches.ts';
import { recordOf } from './topic-record.ts';

/**
 * Everything behind the API. The routes work on it, and tests use it to look and to change things behind the
 * action's back.
 */
export class World extends Projects {
  /** Rules that a client broke although no answer could tell: overlapping flow writes. */
  readonly violations: string[] = [];
  readonly now: () => number;
  /** Ids of the user groups that a topic may be given to. */
  readonly userGroups = new Set<string>();
  readonly #turns = new Map<string, number>();
  readonly #listeners = new Set<(config: MirrorMakerConfig) => void>();

  constructor(switches: Switches, now: () => number) {
    super(switches);
    this.now = now;
  }

  /** True and false in turns, for what was seen to go either way. */
  isOddTurn(of: string): boolean {
    const turn = (this.#turns.get(of) ?? 0) + 1;
    this.#turns.set(of, turn);
    return turn % 2 === 1;
  }

  /** Answers what puts everything back as it is now, the backends of Kafka services left out. */
  save(): () => void {
    const kept = [...this.projects.values()].map((project) => {
      const services = [...project.services.values()].map((service) => {
        const { backend: _, ...data } = { backend: undefined, ...service };
        return { service, data: copyOf(data) };
      });
      const { endpoints, integrations } = project;
      return { project, services, made: copyOf({ endpoints, integrations }) };
    });
    return () => {
      for (const { project, services, made } of kept) {
        for (const { service, data } of services) Object.assign(service, copyOf(data));
        Object.assign(project, copyOf(made));
      }
    };
  }

  setServiceUserConfig(project: string, name: string, userConfig: UserConfig): void {
    const service = this.service(project, name);
    service.userConfig = userConfig;
    if (service.type === 'kafka_mirrormaker') this.mirrorMakerChanged(project, name);
  }

  endpoints(project: string): readonly Endpoint[] {
    return [...this.project(project).endpoints.values()];
  }

  endpoint(project: string, name: string): Endpoint | undefined {
    return this.endpoints(project).find((endpoint) => endpoint.name === name);
  }

  addEndpoint(project: string, name: string, userConfig: UserConfig, type = 'external_kafka'): Endpoint {
    const endpoint = { id: randomUUID(), name, type, userConfig };
    this.project(project).endpoints.set(endpoint.id, endpoint);
    return endpoint;
  }

  setEndpointUserConfig(endpoint: Endpoint, userConfig: UserConfig): void {
    endpoint.userConfig = userConfig;
    this.#endpointChanged(endpoint);
  }

  deleteEndpoint(project: string, name: string): void {
    const endpoint = this.endpoint(project, name);
    if (endpoint === undefined) return;
    this.project(project).endpoints.delete(endpoint.id);
    this.#endpointChanged(endpoint);
  }

  allIntegrations(): readonly Integration[] {
    return [...this.projects.values()].flatMap(({ integrations }) => [...integrations.values()]);
  }

  /** Those that attach a cluster to the MirrorMaker service. */
  integrations(project: string, service: string): readonly Integration[] {
    return this.allIntegrations().filter(({ dest }) => dest.project === project && dest.service === service);
  }

  integration(project: string, service: string, alias: string): Integration | undefined {
    return this.integrations(project, service).find(
      ({ userConfig }) => userConfig['cluster_alias'] === alias,
    );
  }

  addIntegration(
    project: string,
    service: string,
    source: IntegrationSource,
    userConfig: UserConfig,
  ): Integration {
    const now = this.now();
    const integration: Integration = {
      id: randomUUID(),
      source,
      dest: { project, service },
      userConfig,
      createdAt: now,
      changedAt: now,
      status: undefined,
    };
    this.project(project).integrations.set(integration.id, integration);
    this.mirrorMakerChanged(project, service);
    return integration;
  }

  setIntegrationUserConfig(integration: Integration, userConfig: UserConfig): void {
    integration.userConfig = userConfig;
    integration.changedAt = this.now();
    this.mirrorMakerChanged(integration.dest.project, integration.dest.service);
  }

  /** `undefined`: what the timings say. */
  setIntegrationStatus(integration: Integration, status: IntegrationStatus | undefined): void {
    integration.status = status;
  }

  deleteIntegration(integration: Integration): void {
    this.project(integration.dest.project).integrations.delete(integration.id);
    this.mirrorMakerChanged(integration.dest.project, integration.dest.service);
  }

  flows(project: string, service: string): readonly Flow[] {
    return this.mirrorMaker(project, service).flows;
  }

  flow(project: string, service: string, source: string, target: string): Flow | undefined {
    return this.flows(project, service).find(
      (flow) => flow.source_cluster === source && flow.target_cluster === target,
    );
  }

  setFlows(project: string, service: string, flows: readonly Flow[]): void {
    this.mirrorMaker(project, service).flows = flows;
    this.mirrorMakerChanged(project, service);
  }

  /** Makes the flow, or replaces the one between the same aliases. */
  setFlow(project: string, service: string, flow: Flow): void {
    const others = this.flows(project, service).filter((other) => !sameFlow(other, flow));
    this.setFlows(project, service, [...others, flow]);
  }

  deleteFlow(project: string, service: string, source: string, target: string): void {
    const gone = { source_cluster: source, target_cluster: target };
    this.setFlows(
      project,
      service,
      this.flows(project, service).filter((flow) => !sameFlow(flow, gone)),
    );
  }

  /** What the API answers as `replication_progress`; without it, 1 for an enabled flow and 0 for another. */
  setFlowProgress(project: string, service: string, flow: Flow, progress: number): void {
    this.mirrorMaker(project, service).progress.set(flowName(flow), progress);
  }

  aivenAcls(project: string, service: string): readonly AivenAcl[] {
    return this.kafka(project, service).aivenAcls;
  }

  addAivenAcl(project: string, service: string, acl: Omit<AivenAcl, 'id'>): AivenAcl {
    const kafka = this.kafka(project, service);
    const made = { id: newAclId(), ...acl };
    kafka.aivenAcls = [...kafka.aivenAcls, made];
    return made;
  }

  deleteAivenAcl(project: string, service: string, id: string): void {
    const kafka = this.kafka(project, service);
    kafka.aivenAcls = kafka.aivenAcls.filter((acl) => acl.id !== id);
  }

  kafkaAcls(project: string, service: string): Promise<readonly BackendAcl[]> {
    return this.kafka(project, service).backend.listAcls();
  }

  /** The next topic list and batch read ask the brokers. */
  dropTopicCaches(project: string, service: string): void {
    const { topics } = this.kafka(project, service);
    topics.list = undefined;
    topics.batch.clear();
  }

  /** Tags, description and owner as if another client had written them. */
  setTopicLabels(
    project: string,
    service: string,
    topic: string,
    labels: Partial<Pick<TopicRecord, 'tags' | 'description' | 'ownerUserGroupId'>>,
  ): void {
    Object.assign(recordOf(this.kafka(project, service), topic), labels);
  }

  /** Calls back with the service's whole configuration after every change; returns how to stop. */
  onMirrorMakerChange(listener: (config: MirrorMakerConfig) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  mirrorMakerConfig(project: string, service: string): MirrorMakerConfig {
    return mirrorMakerConfig(this, this.mirrorMaker(project, service));
  }

  mirrorMakerChanged(project: string, service: string): void {
    const config = this.mirrorMakerConfig(project, service);
    for (const listener of this.#listeners) listener(config);
  }

  #endpointChanged(endpoint: Endpoint): void {
    for (const { source, dest } of this.allIntegrations()) {
      if (source.type === 'endpoint' && source.endpointId === endpoint.id) {
        this.mirrorMakerChanged(dest.project, dest.service);
      }
    }
  }
}

export function flowName(flow: Pick<Flow, 'source_cluster' | 'target_cluster'>): string {
  return `${flow.source_cluster}->${flow.target_cluster}`;
}

export function sameFlow(
  one: Pick<Flow, 'source_cluster' | 'target_cluster'>,
  other: Pick<Flow, 'source_cluster' | 'target_cluster'>,
): boolean {
  return one.source_cluster === other.source_cluster && one.target_cluster === other.target_cluster;
}
