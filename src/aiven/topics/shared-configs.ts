import type { LiveTopicConfig } from '../../model/topic.ts';
import { configEntry, type WireConfigEntry } from '../wire/topic.ts';
import { isOwn, kafkaConfigName, liveTopicConfig } from './topic-config.ts';

/** The configs of a topic. */
export interface TopicConfigs {
  readonly live: ReadonlyMap<string, LiveTopicConfig>;
  /** The first whose source is not documented, by Kafka's name. */
  readonly undocumented: string | undefined;
  /** Those that the topic itself carries, in Aiven's spelling. */
  readonly own: readonly (readonly [string, WireConfigEntry])[];
}

/** Where the answer has another form than is documented. */
export interface OtherForm {
  readonly path: readonly PropertyKey[];
}

interface Entry {
  /** Equal entries of one config have one number. */
  readonly number: number;
  readonly key: string;
  readonly name: string;
  readonly wire: WireConfigEntry;
  readonly live: LiveTopicConfig | undefined;
}

/**
 * What the configs of a service's topics say. Each of thousands of topics has thirty, and nearly all of them are equal: an
 * entry that was seen before is not checked again, and topics with the same configs share one map of them.
 */
export class SharedConfigs {
  readonly #entries = new Map<string, Map<string, Entry>>();
  readonly #configs = new Map<string, TopicConfigs>();
  readonly #byObject = new WeakMap<object, TopicConfigs | OtherForm>();
  #last = 0;

  /** Answers that are written alike give one object, see `RepeatedConfigs`. */
  read(config: Readonly<Record<string, unknown>>): TopicConfigs | OtherForm {
    const known = this.#byObject.get(config) ?? this.#read(config);
    this.#byObject.set(config, known);
    return known;
  }

  #read(config: Readonly<Record<string, unknown>>): TopicConfigs | OtherForm {
    const entries: Entry[] = [];
    for (const [key, written] of Object.entries(config)) {
      const entry = this.#entry(key, written);
      if ('path' in entry) return entry;
      entries.push(entry);
    }
    const numbers = entries.map(({ number }) => number).join(' ');
    const known = this.#configs.get(numbers);
    if (known !== undefined) return known;
    const configs = configsOf(entries);
    this.#configs.set(numbers, configs);
    return configs;
  }

  #entry(key: string, written: unknown): Entry | OtherForm {
    const known = this.#entries.get(key) ?? new Map<string, Entry>();
    this.#entries.set(key, known);
    const print = fingerprint(written);
    const seen = print === 'other' ? undefined : known.get(print);
    if (seen !== undefined) return seen;
    const wire = configEntry.safeParse(written);
    if (!wire.success) return { path: [key, ...(wire.error.issues[0]?.path ?? [])] };
    const name = kafkaConfigName(key);
    const entry: Entry = {
      number: ++this.#last,
      key,
      name,
      wire: wire.data,
      live: liveTopicConfig(name, wire.data),
    };
    if (print !== 'other') known.set(print, entry);
    return entry;
  }
}

function configsOf(entries: readonly Entry[]): TopicConfigs {
  const live = new Map<string, LiveTopicConfig>();
  for (const entry of entries) if (entry.live !== undefined) live.set(entry.name, entry.live);
  return {
    live,
    undocumented: entries.find((entry) => entry.live === undefined)?.name,
    own: entries.filter(({ wire }) => isOwn(wire)).map(({ key, wire }) => [key, wire] as const),
  };
}

/** The same for entries that say the same, and for no others. `other`: it has no form that can be told so quickly. */
function fingerprint(written: unknown): string {
  if (!isObject(written) || typeof written['source'] !== 'string') return 'other';
  const { value, source, synonyms } = written;
  let print = `${part(value)}${part(source)}`;
  if (synonyms == null) return print;
  if (!Array.isArray(synonyms)) return 'other';
  for (const synonym of synonyms) {
    if (!isObject(synonym)) return 'other';
    print += `${part(synonym['name'])}${part(synonym['source'])}${part(synonym['value'])}`;
  }
  return print;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** With its type and length, so that no text can look like two. */
function part(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'object;';
  const text = String(value);
  return `${typeof value}${text.length}:${text};`;
}
