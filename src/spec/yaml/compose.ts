import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { place, show } from '../rules/report.ts';
import { features, type Refused } from '../syntax/features.ts';
import { keyWithoutSpace, missingSpace } from '../syntax/missing-space.ts';
import type { Problem } from '../syntax/problem.ts';
import { nextSign } from '../syntax/signs.ts';
import { positionOf, type SourceText } from '../syntax/source-text.ts';
import { words } from '../syntax/words.ts';
import { plainScalarValue } from './scalar-value.ts';
import type { ListNode, MapEntry, MapNode, ScalarNode, SourceNode } from './source-node.ts';

export interface Composed {
  readonly root: SourceNode;
  /** What no spec may hold: the tree is not to be used. */
  readonly refused: readonly Problem[];
  /** What is wrong with single keys. */
  readonly problems: readonly Problem[];
}

/**
 * The events of a file as nodes. The reader tells where each value stands; where brackets close, and what lies between two
 * values, is told from the text between them. `events` is emptied: of a megabyte of text they can be 80 MB, and the nodes as much again.
 */
export function compose(source: SourceText, events: (Event | undefined)[]): Composed {
  const walk = new Walk(source, events);
  const root = walk.document();
  return { root, refused: walk.refused, problems: walk.problems() };
}

/** Keys that would reach a prototype in careless code. No setting, and no Kafka resource worth having, is called so. */
const reservedKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** A map takes some 200 bytes, and a megabyte of `{}` would be a third of a million. Nothing is ever added to this one. */
const noEntries = new Map<string, MapEntry>();

/** The offset of what the text does not have. */
const none = -1;

/** Of the keys of one file. Whoever has a thousand of them has made one mistake, not a thousand. */
const maxKeyProblems = 1_000;

class Walk {
  readonly refused: Problem[] = [];
  readonly #problems: Problem[] = [];
  #unsaid = 0;
  readonly #source: SourceText;
  readonly #text: string;
  readonly #events: (Event | undefined)[];
  #next = 0;
  /** The end of what was read. */
  #at = 0;

  constructor(source: SourceText, events: (Event | undefined)[]) {
    this.#source = source;
    this.#text = source.text;
    this.#events = events;
  }

  document(): SourceNode {
    const document = this.#take();
    if (document?.type !== EVENT_ID.DOCUMENT) return this.#emptyMap();
    if (document.directives.length > 0) this.#refuse(features.directives, this.#lineThatBegins(/^%/m));
    if (document.explicitStart) this.#at = this.#lineThatBegins(/^---/m) + '---'.length;
    const root = this.#node();
    this.#take();
    if (this.#next < this.#events.length) this.#refuse(features.documents, this.#secondDocument());
    return root ?? this.#emptyMap();
  }

  #lineThatBegins(pattern: RegExp): number {
    return pattern.exec(this.#text)?.index ?? 0;
  }

  /** Where it begins: at its marker, or behind the one that ends the first. */
  #secondDocument(): number {
    const marker = nextSign(this.#text, this.#at);
    return this.#text.startsWith('...', marker) ? nextSign(this.#text, marker + '...'.length) : marker;
  }

  /** `undefined`: nothing is written where a value may stand. */
  #node(): SourceNode | undefined {
    const event = this.#take();
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT)
      return undefined;
    if (event.type === EVENT_ID.ALIAS) {
      this.#refuse(features.aliases, event.anchorStart - 1);
      return this.#scalar(event.anchorStart - 1, event.anchorEnd, null);
    }
    if (event.tagStart !== none) this.#refuse(features.tags, event.tagStart);
    if (event.anchorStart !== none) this.#refuse(features.anchors, event.anchorStart - 1);
    this.#at = Math.max(this.#at, event.tagEnd, event.anchorEnd);
    if (event.type === EVENT_ID.SEQUENCE) return this.#list(event);
    if (event.type === EVENT_ID.MAPPING) return this.#map(event);
    return event.valueStart === none ? undefined : this.#written(event);
  }

  #written(event: ScalarEvent): ScalarNode {
    const { valueStart: start, valueEnd: end, style } = event;
    const value = getScalarValue(this.#text, event);
    switch (style) {
      case SCALAR_STYLE.PLAIN:
        if (value === '<<') this.#refuse(features.mergeKeys, start);
        return this.#scalar(start, end, plainScalarValue(value));
      case SCALAR_STYLE.SINGLE_QUOTED:
      case SCALAR_STYLE.DOUBLE_QUOTED:
        return this.#scalar(start - 1, end + 1, value);
      case SCALAR_STYLE.LITERAL_BLOCK:
      case SCALAR_STYLE.FOLDED_BLOCK:
        return this.#scalar(nextSign(this.#text, this.#at), end, value);
    }
  }

  #scalar(start: number, end: number, value: ScalarNode['value']): ScalarNode {
    this.#at = end;
    return { kind: 'scalar', source: this.#source, start, end, value };
  }

  #list({ start, style }: SequenceEvent): ListNode {
    const isFlow = style === COLLECTION_STYLE.FLOW;
    const items: SourceNode[] = [];
    this.#at = isFlow ? start + 1 : start;
    while (!this.#isAtEnd()) {
      const sign = this.#nextEntry();
      if (!isFlow) this.#at = sign + 1; // its dash
      items.push(this.#node() ?? this.#scalar(sign, sign + 1, null));
    }
    this.#take();
    if (isFlow) this.#at = this.#nextEntry() + 1; // its bracket
    return {
      kind: 'list',
      layout: isFlow ? 'flow' : 'block',
      source: this.#source,
      start,
      end: this.#at,
      items,
    };
  }

  #map({ start, style }: MappingEvent): MapNode {
    const first = this.#events[this.#next];
    // The one key of a map without braces, `[a: b]`, may itself begin with a brace.
    const isBraced =
      style === COLLECTION_STYLE.FLOW &&
      this.#text[start] === '{' &&
      !(first && 'start' in first && first.start === start);
    this.#at = isBraced ? start + 1 : start;
    const entries = this.#isAtEnd() ? noEntries : new Map<string, MapEntry>();
    while (!this.#isAtEnd()) this.#entry(entries);
    this.#take();
    if (isBraced) this.#at = this.#nextEntry() + 1; // its brace
    return {
      kind: 'map',
      layout: style === COLLECTION_STYLE.FLOW ? 'flow' : 'block',
      source: this.#source,
      start,
      end: this.#at,
      entries,
    };
  }

  #entry(entries: Map<string, MapEntry>): void {
    const sign = this.#nextEntry();
    const key = this.#key(sign);
    if (this.#text[sign] === '?' && key.start !== sign) this.#refuse(features.explicitKeys, sign);
    const colon = nextSign(this.#text, this.#at);
    if (this.#text[colon] === ':') this.#at = colon + 1;
    const place = this.#at;
    const value = this.#node();
    const joined = value === undefined ? keyWithoutSpace(key.text) : undefined;
    const name = joined ?? key.text;
    const problem = keyProblem(name, entries.get(name), key.start === key.end);
    if (problem !== undefined) {
      this.#say({ ...problem, start: key.start, end: key.end });
      return;
    }
    if (joined !== undefined)
      this.#say({ code: 'missing-value', ...missingSpace, start: key.start, end: key.end });
    const missing = { isMissing: joined === undefined ? 'not said' : 'said' } as const;
    const written = value ?? { ...this.#scalar(place, place, null), ...missing };
    entries.set(name, { source: this.#source, start: key.start, end: key.end, value: written });
  }

  /** As written: `1.0` is a key of three characters. */
  #key(sign: number): { readonly text: string; readonly start: number; readonly end: number } {
    const event = this.#events[this.#next];
    const node = this.#node() ?? this.#scalar(sign, sign, '');
    if (node.kind !== 'scalar') {
      const isTemplate =
        /^\{\s*\{/.test(this.#text.slice(sign - 1, sign + 1)) || this.#text.startsWith('{{', sign);
      this.#refuse(isTemplate ? features.templates : features.keysOfValues, node.start);
    }
    const text = event?.type === EVENT_ID.SCALAR ? getScalarValue(this.#text, event) : '';
    return { text, start: node.start, end: node.end };
  }

  /** Nobody looks back, so what it takes is free for the nodes. */
  #take(): Event | undefined {
    const event = this.#events[this.#next];
    if (event !== undefined) this.#events[this.#next++] = undefined;
    return event;
  }

  #isAtEnd(): boolean {
    const event = this.#events[this.#next];
    return event === undefined || event.type === EVENT_ID.POP;
  }

  /** Where the next entry of a collection begins, its comma left behind, or where the collection is closed. */
  #nextEntry(): number {
    const sign = nextSign(this.#text, this.#at);
    this.#at = this.#text[sign] === ',' ? nextSign(this.#text, sign + 1) : sign;
    return this.#at;
  }

  #emptyMap(): MapNode {
    return { kind: 'map', layout: 'block', source: this.#source, start: 0, end: 0, entries: noEntries };
  }

  #say(problem: Problem): void {
    if (this.#problems.length < maxKeyProblems) this.#problems.push(problem);
    else this.#unsaid++;
  }

  problems(): readonly Problem[] {
    const last = this.#problems.at(-1);
    if (last === undefined || this.#unsaid === 0) return this.#problems;
    return this.#problems.with(-1, {
      ...last,
      message: `${last.message}, and ${this.#unsaid} more keys like it`,
    });
  }

  #refuse(refused: Refused, start: number): void {
    this.refused.push({ ...refused, start, end: start });
  }
}

function keyProblem(
  name: string,
  earlier: MapEntry | undefined,
  isAbsent: boolean,
): Omit<Problem, 'start' | 'end'> | undefined {
  if (isAbsent) return { code: 'unknown-key', ...words.noKey };
  if (name === '' || reservedKeys.has(name)) {
    return {
      code: 'unknown-key',
      message: `${show(name)} is not a key`,
      hint: 'Remove it or use another name.',
    };
  }
  if (earlier === undefined) return undefined;
  const message = `${show(name)} is already set at ${place(positionOf(earlier))}`;
  return { code: 'duplicate-key', message, hint: 'Keep one of the two.' };
}
