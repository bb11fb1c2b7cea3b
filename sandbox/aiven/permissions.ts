import type { Switches } from './switches.ts';

/** Permissions that the emulated routes ask for; names from go-client-codegen `permissions.yaml`. */
export const permissions = [
  'project:services:read',
  'project:event_logs:read',
  'project:integrations:read',
  'project:integrations:write',
  'service:data:write',
  'service:users:write',
  'service:configuration:write',
  'service:secrets:read',
  'role:developer',
  'role:operator',
  'role:services:recover',
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ['admin', 'operator', 'developer', 'read_only'] as const;
export type Role = (typeof roles)[number];

/**
 * What a role may, of the permissions here. aiven-docs' page on roles and permissions, and go-client-codegen `permissions.yaml`; what
 * they leave open of `operator` is *assumed*, `operatorData`.
 */
export function permissionsOf(role: Role, { operatorData }: Switches): readonly Permission[] {
  // That every role may read the events is *assumed*.
  const reads = ['project:services:read', 'project:integrations:read', 'project:event_logs:read'] as const;
  switch (role) {
    case 'admin':
      return permissions;
    case 'operator':
      return [
        ...reads,
        'project:integrations:write',
        'role:operator',
        ...(operatorData === 'allowed' ? (['service:data:write'] as const) : []),
      ];
    case 'developer':
      return [...reads, 'service:data:write', 'service:users:write', 'role:developer'];
    case 'read_only':
      return reads;
  }
}

const readServices = ['project:services:read'] as const;
const readIntegrations = ['project:integrations:read'] as const;
const writeIntegrations = ['project:integrations:write'] as const;
const data = ['service:data:write'] as const;
const writeUsers = ['service:users:write'] as const;

/** By route name: the caller needs any one of these. Reading topics, ACLs and flows needs the write permission too. */
export const neededPermissions: Readonly<Record<string, readonly Permission[]>> = {
  'project.ca': readServices, // assumed: permissions.yaml has no line for it
  'project.static-ips': readServices, // assumed
  // The new name of `project:audit_logs:read` (mcp-aiven, its list of permissions).
  'project.events': ['project:event_logs:read'],
  'service.tags': readServices, // assumed
  'service.get': readServices,
  'service.list': readServices,
  'endpoint.list': readIntegrations,
  'endpoint.get': readIntegrations,
  'endpoint.types': readIntegrations,
  'endpoint.create': writeIntegrations,
  'endpoint.update': writeIntegrations,
  'endpoint.delete': writeIntegrations,
  'integration.list': ['project:integrations:read', 'role:services:recover'],
  'integration.get': readIntegrations,
  'integration.types': readIntegrations,
  'integration.create': writeIntegrations,
  'integration.update': writeIntegrations,
  'integration.delete': writeIntegrations,
  'flow.list': data,
  'flow.get': data,
  'flow.create': data,
  'flow.update': data,
  'flow.delete': data,
  'topic.create': ['role:developer', 'role:operator'], // and another one, `topicCreateRight`
  'topic.list': data,
  'topic.get': data,
  'topic.batch': data,
  'topic.update': data,
  'topic.delete': data,
  'aiven-acl.list': data,
  'aiven-acl.create': data,
  'aiven-acl.delete': data,
  'kafka-acl.list': data,
  'kafka-acl.get': data,
  'kafka-acl.create': data,
  'kafka-acl.delete': data,
  'user.get': ['service:users:write', 'service:configuration:write'],
  'user.create': writeUsers,
  'user.update': writeUsers,
  'user.reset': writeUsers,
  'user.delete': writeUsers,
};
