import type { Route } from '../http/exchange.ts';
import { type Context, parameter } from './context.ts';

/**
 * GET of the events of a project: aiven-go-client `project.go`, and the manifest of mcp-aiven, which names `time`, `actor`, `event_type` and
 * `event_desc`. That the newest comes first is *assumed*.
 */
export function eventRoutes({ world }: Context): Route[] {
  return [
    {
      name: 'project.events',
      method: 'GET',
      path: '/v1/project/{project}/events',
      handle: (request) => {
        const { events } = world.project(parameter(request, 'project'));
        return { status: 200, body: { events: events.toReversed(), message: 'Completed', errors: [] } };
      },
    },
  ];
}
