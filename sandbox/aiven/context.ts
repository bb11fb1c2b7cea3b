import type { EmulatorRequest } from '../http/exchange.ts';
import { poweredOff } from './errors.ts';
import type { Permission } from './permissions.ts';
import type { BodySchemas } from './schemas.ts';
import type { KafkaService } from './state.ts';
import type { Switches } from './switches.ts';
import type { Timings } from './timings.ts';
import type { World } from './world.ts';

/** What the routes of every resource kind work with. */
export interface Context {
  readonly world: World;
  readonly switches: Switches;
  readonly timings: Timings;
  readonly schemas: BodySchemas;
  /** Aiven and native ACL entries each; the real limit is not published. */
  readonly aclLimit: number;
  /** More than `replication_progress` that an answer tells of each flow. */
  measuredOfFlows(): Readonly<Record<string, unknown>>;
  allowed(request: EmulatorRequest, permission: Permission): boolean;
  seesEndpointSecrets(request: EmulatorRequest): boolean;
  sleep(milliseconds: number): Promise<void>;
}

/** A path parameter; the route's path has it. */
export function parameter(request: EmulatorRequest, name: string): string {
  const value = request.parameters[name];
  if (value === undefined) throw new Error(`The route has no {${name}}`);
  return value;
}

/** The Kafka service of the path. A service that is powered off answers 503 (terraform-provider-aiven `schemautil/service.go`). */
export function runningKafka(context: Context, request: EmulatorRequest): KafkaService {
  const service = context.world.kafka(parameter(request, 'project'), parameter(request, 'service'));
  // That a service which is rebuilt answers is *assumed*, `whileRebuilding`.
  const isOut = service.state === 'REBUILDING' && context.switches.whileRebuilding === '503';
  if (service.state === 'POWEROFF' || isOut) throw poweredOff();
  return service;
}
