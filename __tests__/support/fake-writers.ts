import type { Change } from '../../src/model/change.ts';
import type { IntegrationTuning, StatedTuning } from '../../src/model/integration.ts';
import { known, type Reading } from '../../src/model/reading.ts';
import { type Kind, keyOf, kinds, type LiveOf, nameOf } from '../../src/model/resource.ts';
import type { ResourceWriter, WriteResult, Writers } from '../../src/model/writer.ts';

/** A world in memory behind the writer port: says what was written in which order, and fails on demand. */
export class FakeWorld {
  readonly resources = new Map<string, LiveOf<Kind>>();
  /** `create flow onprem -> core`, in the order of effect. */
  readonly effects: string[] = [];
  /** Keyed by resource name: what the next write of it does instead. */
  readonly misbehaviour = new Map<string, Misbehaviour>();
  /** Reads that still show the old state after a write, per resource name. */
  readonly lag = new Map<string, number>();
  readonly #shadow = new Map<string, { left: number; before: LiveOf<Kind> | undefined }>();

  writers(): Writers {
    const writer: ResourceWriter<Kind> = {
      write: async (changes) => changes.map((change) => this.#write(change as Change)), // one writer serves every kind here
      readBack: async (ids) => ids.map((id) => this.#read(keyOf(id))),
    };
    const of = () => writer as ResourceWriter<never>; // one writer serves every kind here
    return Object.fromEntries(kinds.map((kind) => [kind, of])) as unknown as Writers;
  }

  #write(change: Change): WriteResult {
    const name = nameOf(change.id);
    const misbehaviour = this.misbehaviour.get(name);
    this.misbehaviour.delete(name);
    const failure: WriteResult = {
      state: 'failed',
      code: misbehaviour?.code ?? '',
      message: 'said the system',
      transient: misbehaviour?.transient ?? false,
    };
    if (misbehaviour?.effect === false) return failure;
    this.#perform(change);
    return misbehaviour === undefined ? { state: 'accepted' } : failure;
  }

  #perform(change: Change): void {
    const key = keyOf(change.id);
    const lag = this.lag.get(nameOf(change.id));
    if (lag !== undefined) this.#shadow.set(key, { left: lag, before: this.resources.get(key) });
    const fields =
      change.kind === 'flow' && change.action !== 'delete'
        ? ` enabled=${change.desired.settings.enabled}`
        : '';
    this.effects.push(`${change.action} ${change.kind} ${nameOf(change.id)}${fields}`);
    if (change.action === 'delete') this.resources.delete(key);
    else this.resources.set(key, liveOf(change));
  }

  #read(key: string): Reading<LiveOf<Kind> | undefined> {
    const shadow = this.#shadow.get(key);
    if (shadow !== undefined && shadow.left-- > 0) return known(shadow.before);
    return known(this.resources.get(key));
  }
}

export interface Misbehaviour {
  readonly code: string;
  readonly transient?: boolean;
  /** Default true: the write happens, and the answer is lost. */
  readonly effect?: boolean;
}

function liveOf(change: Change & { readonly action: 'create' | 'update' | 'replace' }): LiveOf<Kind> {
  switch (change.kind) {
    case 'topic': {
      const { id, partitions = 1, replication = 1, config } = change.desired;
      const live = [...config].filter((entry): entry is [string, string] => entry[1] !== null);
      return {
        id,
        partitions,
        replication,
        config: new Map(live.map(([key, value]) => [key, { value, overridden: true }])),
      };
    }
    case 'endpoint':
      return { id: change.id, endpointId: 'e', config: change.desired.config };
    case 'integration':
      return {
        id: change.id,
        integrationId: 'i',
        source: change.desired.source,
        tuning: setTuning(change.desired.tuning),
        active: true,
      };
    case 'flow':
      return { id: change.id, settings: change.desired.settings };
    case 'kafka-acl':
      return { id: change.id };
    case 'aiven-acl':
      return { id: change.id, aclId: 'a' };
  }
}

/** `null` brings a field back to its default: then it is not set. */
function setTuning(stated: StatedTuning): IntegrationTuning {
  const set = Object.entries(stated).filter((entry): entry is [string, string | number] => entry[1] !== null);
  return Object.fromEntries(set);
}
