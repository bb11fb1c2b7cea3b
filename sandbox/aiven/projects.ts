import { projectNotFound, serviceNotFound, wrongServiceType } from './errors.ts';
import { makeService, type NewService, pem } from './new-service.ts';
import type {
  KafkaService,
  MirrorMakerService,
  NodeState,
  Project,
  ProjectEvent,
  Service,
  ServiceState,
  User,
} from './state.ts';
import type { Switches } from './switches.ts';

/** The projects of an account and the services in them. What is asked for and is not there throws the API's own 404. */
export class Projects {
  readonly switches: Switches;
  protected readonly projects = new Map<string, Project>();

  constructor(switches: Switches) {
    this.switches = switches;
  }

  addProject(name: string, ca?: string): Project {
    const project: Project = {
      name,
      ca: ca ?? pem('CERTIFICATE', `Emulated CA of project ${name}`),
      services: new Map(),
      endpoints: new Map(),
      integrations: new Map(),
      events: [],
    };
    this.projects.set(name, project);
    return project;
  }

  async addService(service: NewService): Promise<Service> {
    const project = this.projects.get(service.project) ?? this.addProject(service.project);
    const made = await makeService(service, this.switches);
    project.services.set(service.name, made);
    return made;
  }

  project(name: string): Project {
    const project = this.projects.get(name);
    if (project === undefined) throw projectNotFound(name, this.switches);
    return project;
  }

  service(project: string, name: string): Service {
    const service = this.project(project).services.get(name);
    if (service === undefined) throw serviceNotFound(name);
    return service;
  }

  kafka(project: string, name: string): KafkaService {
    const service = this.service(project, name);
    if (service.type !== 'kafka') throw wrongServiceType(name, 'kafka');
    return service;
  }

  mirrorMaker(project: string, name: string): MirrorMakerService {
    const service = this.service(project, name);
    if (service.type !== 'kafka_mirrormaker') throw wrongServiceType(name, 'kafka_mirrormaker');
    return service;
  }

  /** What writes an event is not published beyond the creation and deletion of topics, so tests say it. */
  addEvent(project: string, event: Omit<ProjectEvent, 'id'>): void {
    const { events } = this.project(project);
    events.push({ id: `event-${events.length + 1}`, ...event });
  }

  setServiceState(project: string, name: string, state: ServiceState): void {
    this.service(project, name).state = state;
  }

  setNodes(project: string, name: string, states: readonly NodeState['state'][]): void {
    this.service(project, name).nodes = states.map((state, index) => ({
      name: `${name}-${index + 1}`,
      state,
    }));
  }

  users(project: string, service: string): readonly User[] {
    return [...this.service(project, service).users.values()];
  }

  setMaintenanceRequired(project: string, service: string, required: boolean): void {
    this.kafka(project, service).maintenanceRequired = required;
  }
}
