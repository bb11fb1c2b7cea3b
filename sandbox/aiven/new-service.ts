import { randomBytes, randomUUID } from 'node:crypto';
import type { KafkaBackend } from '../kafka-backend.ts';
import type { KafkaService, MirrorMakerService, NodeState, Service, User, UserConfig } from './state.ts';
import type { Switches } from './switches.ts';

/** A service that is there from the start. */
export type NewService =
  | {
      readonly type: 'kafka';
      readonly project: string;
      readonly name: string;
      readonly backend: KafkaBackend;
      /** Left out: the backend's number of brokers. */
      readonly nodeCount?: number;
      readonly userConfig?: UserConfig;
      readonly listeners?: KafkaService['listeners'];
      /** The `default` ACL entry of a new service; true when left out. */
      readonly defaultAcl?: boolean;
    }
  | {
      readonly type: 'kafka_mirrormaker';
      readonly project: string;
      readonly name: string;
      readonly userConfig?: UserConfig;
    };

export async function makeService(service: NewService, switches: Switches): Promise<Service> {
  const base = {
    project: service.project,
    name: service.name,
    state: 'RUNNING' as const,
    userConfig: service.userConfig ?? {},
  };
  if (service.type === 'kafka_mirrormaker') {
    const made: MirrorMakerService = {
      ...base,
      type: service.type,
      nodes: nodes(service.name, 1),
      users: new Map(),
      flows: [],
      progress: new Map(),
      flowWrites: 0,
    };
    return made;
  }
  const made: KafkaService = {
    ...base,
    type: service.type,
    nodes: nodes(service.name, service.nodeCount ?? (await service.backend.brokers())),
    users: new Map([['avnadmin', newUser('avnadmin', 'primary', 0, 0)]]),
    backend: service.backend,
    listeners: service.listeners ?? { certificate: `${service.name}.kafka.example:12695` },
    // On every new service (aiven-docs, concepts/acl.md); its user name is *assumed*, `defaultAclUsername`.
    aivenAcls:
      service.defaultAcl === false
        ? []
        : [{ id: 'default', permission: 'admin', topic: '*', username: switches.defaultAclUsername }],
    kafkaAclIds: new Map(),
    maintenanceRequired: false,
    topics: { records: new Map(), list: undefined, batch: new Map() },
  };
  return made;
}

/** `acl` and eleven hex digits, as in recorded answers. */
export function newAclId(): string {
  return `acl${randomBytes(6).toString('hex').slice(1)}`;
}

export function newUser(username: string, type: User['type'], foundAt: number, passwordAt: number): User {
  return {
    username,
    type,
    password: newPassword(),
    accessKey: pem('PRIVATE KEY', randomUUID()),
    accessCert: pem('CERTIFICATE', randomUUID()),
    foundAt,
    passwordAt,
  };
}

export function newPassword(): string {
  return `AVNS_${randomBytes(12).toString('base64url')}`;
}

function nodes(service: string, count: number): NodeState[] {
  return Array.from({ length: count }, (_, index) => ({ name: `${service}-${index + 1}`, state: 'running' }));
}

/** The shape of a PEM; nothing that a TLS library would accept. */
export function pem(label: string, text: string): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(text).toString('base64')}\n-----END ${label}-----\n`;
}
