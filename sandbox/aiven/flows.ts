import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { type Context, parameter } from './context.ts';
import { AivenError } from './errors.ts';
import type { Flow, MirrorMakerService } from './state.ts';
import { flowName, sameFlow } from './world.ts';

const all = '/v1/project/{project}/service/{service}/mirrormaker/replication-flows';
const one = `${all}/{source}/{target}`;

/** OpenAPI operations ServiceKafkaMirrorMaker*ReplicationFlow. */
export function flowRoutes(context: Context): Route[] {
  return [
    { name: 'flow.list', method: 'GET', path: all, handle: (request) => list(context, request) },
    { name: 'flow.create', method: 'POST', path: all, handle: (request) => create(context, request) },
    { name: 'flow.get', method: 'GET', path: one, handle: (request) => get(context, request) },
    { name: 'flow.update', method: 'PUT', path: one, handle: (request) => update(context, request) },
    { name: 'flow.delete', method: 'DELETE', path: one, handle: (request) => remove(context, request) },
  ];
}

function list(context: Context, request: EmulatorRequest): EmulatorResponse {
  const service = mirrorMaker(context, request);
  const flows = service.flows.map((flow) => answer(context, service, flow));
  return { status: 200, body: { replication_flows: flows } };
}

function get(context: Context, request: EmulatorRequest): EmulatorResponse {
  const service = mirrorMaker(context, request);
  return { status: 200, body: { replication_flow: answer(context, service, found(request, service.flows)) } };
}

/**
 * Aliases need not exist: aiven-go-client `mirrormaker_replication_flow_acc_test.go` creates a flow on a service without
 * integrations. The answer holds no flow (aiven-go-client pull request 60).
 */
function create(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = mirrorMaker(context, request);
  const flow = spelled(context, context.schemas.check('flow/create', request.body)) as Flow; // the schema requires the three fields
  return exclusively(context, service, request, (flows) => {
    if (flows.some((other) => sameFlow(other, flow))) {
      // Status and text are not recorded: *assumed*, `duplicateFlow`.
      throw new AivenError(
        Number(context.switches.duplicateFlow),
        `Replication flow ${flowName(flow)} already exists`,
      );
    }
    request.effect(`flow ${place(service)} ${flowName(flow)} created`);
    return {
      flows: [...flows, onlySet(flow) as Flow],
      response: { status: 200, body: { message: 'created' } },
    };
  });
}

/** Named "Patch" in the OpenAPI document: fields that are not sent stay, unless `flowPut` says otherwise. */
function update(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = mirrorMaker(context, request);
  found(request, service.flows);
  const patch = spelled(context, context.schemas.check('flow/update', withoutAliases(context, request.body)));
  return exclusively(context, service, request, (flows) => {
    const before = found(request, flows);
    const { source_cluster, target_cluster } = before;
    const kept =
      context.switches.flowPut === 'replace' ? { enabled: before.enabled } : spelled(context, before);
    const after = onlySet({ ...kept, ...patch, source_cluster, target_cluster }) as Flow; // nothing required is cleared
    request.effect(`flow ${place(service)} ${flowName(after)} updated`);
    return {
      flows: flows.map((flow) => (sameFlow(flow, after) ? after : flow)),
      response: {
        status: 200,
        body: { message: 'updated', replication_flow: answer(context, service, after) },
      },
    };
  });
}

function remove(context: Context, request: EmulatorRequest): Promise<EmulatorResponse> {
  const service = mirrorMaker(context, request);
  found(request, service.flows);
  return exclusively(context, service, request, (flows) => {
    const gone = found(request, flows);
    request.effect(`flow ${place(service)} ${flowName(gone)} deleted`);
    return {
      flows: flows.filter((flow) => !sameFlow(flow, gone)),
      response: { status: 200, body: { message: 'deleted' } },
    };
  });
}

/**
 * One write of a service's flows, which takes a moment. What two at once do is *assumed*, `flowWritesOverlap`:
 * terraform-provider-aiven 4.9.4 serialised them because the backend lost one, 4.19.0 says that is fixed.
 */
async function exclusively(
  context: Context,
  service: MirrorMakerService,
  request: EmulatorRequest,
  write: (flows: readonly Flow[]) => { readonly flows: readonly Flow[]; readonly response: EmulatorResponse },
): Promise<EmulatorResponse> {
  const { world, switches, timings } = context;
  if (service.flowWrites > 0) {
    const message = `Two flow writes at once on ${place(service)}: ${request.method} ${request.path}`;
    world.violations.push(message);
    if (switches.flowWritesOverlap === 'fail') throw new AivenError(500, message);
  }
  service.flowWrites++;
  try {
    const before = service.flows;
    await context.sleep(timings.flowWrite);
    const { flows, response } = write(switches.flowWritesOverlap === 'lose' ? before : service.flows);
    world.setFlows(service.project, service.name, flows);
    return response;
  } finally {
    service.flowWrites--;
  }
}

/** Docs' CLI examples send the aliases in a PUT; *assumed* to be ignored, `flowAliasesInPut`. */
function withoutAliases(context: Context, body: unknown): unknown {
  if (context.switches.flowAliasesInPut === 'refuse' || typeof body !== 'object' || body === null)
    return body;
  const { source_cluster: _source, target_cluster: _target, ...rest } = body as Partial<Flow>; // any JSON object fits
  return rest;
}

/** `[]` and `""` clear a field, which then reads back absent: acceptance test of terraform-provider-aiven's replication flow. */
function onlySet(flow: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(flow).filter(
      ([key, value]) =>
        !(Array.isArray(value) && value.length === 0) && !(value === '' && !key.endsWith('_cluster')),
    ),
  );
}

/** What `replication_progress` measures is not published. Here it is 1 once the flow's partitions are being copied. */
function answer(context: Context, service: MirrorMakerService, flow: Flow): object {
  const progress = flow.enabled ? (service.progress.get(flowName(flow)) ?? 1) : 0;
  return { ...spelled(context, flow), replication_progress: progress, ...context.measuredOfFlows() };
}

const excludes = ['topics.blacklist', 'topics.exclude', 'topics_exclude'];

/** Three spellings, one meaning; whether they are one list, and which is echoed, is *assumed*, `flowExcludeEcho`. */
function spelled(
  context: Context,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (context.switches.flowExcludeEcho === 'as-sent') return fields;
  const one = (key: string) => (excludes.includes(key) ? 'topics.blacklist' : key);
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [one(key), value]));
}

function found(request: EmulatorRequest, flows: readonly Flow[]): Flow {
  const wanted = {
    source_cluster: parameter(request, 'source'),
    target_cluster: parameter(request, 'target'),
  };
  const flow = flows.find((candidate) => sameFlow(candidate, wanted));
  // 404 as terraform-provider-aiven's destroy check has it; the text is assumed.
  if (flow === undefined) throw new AivenError(404, `Replication flow ${flowName(wanted)} does not exist`);
  return flow;
}

function mirrorMaker(context: Context, request: EmulatorRequest): MirrorMakerService {
  return context.world.mirrorMaker(parameter(request, 'project'), parameter(request, 'service'));
}

function place(service: MirrorMakerService): string {
  return `${service.project}/${service.name}`;
}
