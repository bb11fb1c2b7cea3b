import { type Emulator, startEmulator } from '../http/emulator.ts';
import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { TokenCheck, type TokenOptions } from './access.ts';
import { aivenAclRoutes } from './aiven-acls.ts';
import type { Context } from './context.ts';
import { endpointRoutes } from './endpoints.ts';
import { AivenError, errorAnswer } from './errors.ts';
import { eventRoutes } from './events.ts';
import { flowRoutes } from './flows.ts';
import { integrationRoutes } from './integrations.ts';
import { kafkaAclRoutes } from './kafka-acls.ts';
import { LateLists } from './late-lists.ts';
import type { MirrorMakerConfig } from './mirrormaker-config.ts';
import type { NewService } from './new-service.ts';
import { BodySchemas, type NewerKeys } from './schemas.ts';
import { serviceRoutes } from './services.ts';
import { assumedSwitches, type Switches } from './switches.ts';
import { quickTimings, realisticTimings, type Timings } from './timings.ts';
import { topicRoutes } from './topics.ts';
import { userRoutes } from './users.ts';
import { World } from './world.ts';

export interface AivenOptions extends TokenOptions {
  readonly services: readonly NewService[];
  /** Projects beyond those of the services, or with a CA of their own. */
  readonly projects?: readonly { readonly name: string; readonly ca?: string }[];
  /** `quick` when left out; or `quick` with changes. */
  readonly timings?: 'quick' | 'realistic' | Partial<Timings>;
  readonly switches?: Partial<Switches>;
  /** As an Aiven that knows more than the committed schemas: such keys are accepted, stored and answered. */
  readonly newerKeys?: NewerKeys;
  /** As an Aiven that tells keys which it does not take, by schema: `{ 'topic/update': ['config.preallocate'] }`. */
  readonly refusedKeys?: NewerKeys;
  /** Fields of every flow that an answer tells and no request may have, as with `replication_progress`. */
  readonly measuredOfFlows?: () => Readonly<Record<string, unknown>>;
  /** Aiven and native ACL entries each; 1000 when left out. */
  readonly aclLimit?: number;
  /** Milliseconds, never going back; for tests that do not wait. */
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly port?: number;
}

export interface AivenEmulator extends Emulator {
  readonly world: World;
  /** Called with a MirrorMaker service's whole configuration after every change of it. Returns how to stop. */
  onMirrorMakerChange(listener: (config: MirrorMakerConfig) => void): () => void;
}

/**
 * The part of the Aiven API that concerns Kafka topics, ACLs, users, integrations and MirrorMaker 2 flows, as
 * strict as its published description, on loopback. What a Kafka service holds is in its backend.
 */
export async function startAiven(options: AivenOptions): Promise<AivenEmulator> {
  const switches = { ...assumedSwitches, ...options.switches };
  const world = new World(switches, options.now ?? (() => performance.now()));
  for (const { name, ca } of options.projects ?? []) world.addProject(name, ca);
  for (const service of options.services) await world.addService(service);
  const tokens = new TokenCheck(options, switches, world.now);
  const context: Context = {
    world,
    switches,
    timings: timings(options.timings),
    schemas: new BodySchemas(switches, options.newerKeys, options.refusedKeys),
    measuredOfFlows: options.measuredOfFlows ?? (() => ({})),
    aclLimit: options.aclLimit ?? 1000,
    allowed: (request, permission) => tokens.allowed(request, permission),
    seesEndpointSecrets: (request) => tokens.seesEndpointSecrets(request),
    sleep: options.sleep ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))),
  };
  const lists = new LateLists(context.timings.listsBehind, world.now);
  const emulator = await startEmulator({
    routes: routes(context).map((route) => answering(context, lists, route)),
    before: (request, route) => tokens.refusal(request, route),
    notFound: (request) => errorAnswer(404, `No route ${request.method} ${request.path}`),
    badJson: (message) => errorAnswer(400, `Invalid JSON: ${message}`, 'bad_request'),
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  return {
    ...emulator,
    world,
    onMirrorMakerChange: (listener) => world.onMirrorMakerChange(listener),
  };
}

function routes(context: Context): Route[] {
  return [
    ...serviceRoutes(context),
    ...eventRoutes(context),
    ...endpointRoutes(context),
    ...integrationRoutes(context),
    ...flowRoutes(context),
    ...topicRoutes(context),
    ...aivenAclRoutes(context),
    ...kafkaAclRoutes(context),
    ...userRoutes(context),
  ];
}

function answering(context: Context, lists: LateLists, route: Route): Route {
  const isRead = route.method === 'GET' || route.name === 'topic.batch';
  const handle = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    if (isRead && context.timings.read > 0) await context.sleep(context.timings.read);
    try {
      if (!isRead) await lists.beforeWrite();
      const answer = await (LateLists.isOne(route) ? lists.answer(route, request) : route.handle(request));
      // Whether what was done is always answered so is *assumed*, `writeAnswer`.
      const isLost = !isRead && context.switches.writeAnswer === '503-after-effect';
      return isLost ? errorAnswer(503, 'An error occurred. Please try again later.') : answer;
    } catch (error) {
      if (error instanceof AivenError) return error.answer;
      throw error;
    }
  };
  return { ...route, handle };
}

function timings(choice: AivenOptions['timings'] = 'quick'): Timings {
  if (choice === 'quick') return quickTimings;
  return choice === 'realistic' ? realisticTimings : { ...quickTimings, ...choice };
}
