import type { Action, Change } from '../../model/change.ts';
import { type IdOf, type Kind, keyOf, nameOf } from '../../model/resource.ts';
import { code, type Phrase } from '../words/phrase.ts';
import { fieldsPhrase } from '../words/resource-words.ts';

/** How reports speak of one kind, in the file of its name. */
export interface KindWords<K extends Kind> {
  readonly one: string;
  readonly many: string;
  /** Entries say in one sentence what somebody may do; the others have a name, and fields that differ. */
  readonly told: 'by name' | 'as a sentence';
  /** A field for each line of what is created, or what is short on one line. */
  readonly created: 'field by field' | 'in one line';
  /** topic `orders.v2` */
  phrase(id: IdOf<K>): Phrase;
  /** Who has an entry; the name of everything else. */
  holder(id: IdOf<K>): string;
  /** Changes with one key share a line of a table. */
  lineKey(id: IdOf<K>, action: Action): string;
  /** What a line of so many changes is about. */
  linePhrase(id: IdOf<K>, count: number): Phrase;
  /** Those with one key are one sentence in their line. */
  sentenceKey(id: IdOf<K>): string;
  /** That sentence, without whom or what the line is about. */
  sentence(ids: readonly IdOf<K>[]): Phrase;
  /** The same sentence where nothing is before it: all of these, as a result or a risk names them. */
  wholePhrase(ids: readonly IdOf<K>[]): Phrase;
  /** What was there, of something that is deleted. */
  existing(change: Change): Phrase;
  /** What a config goes back to when the resource's own value goes; undefined: the system does not tell. */
  inherited(change: Change, field: string): string | undefined;
}

/** Of kinds whose resources have a name, each on a line of its own. */
export function named<K extends Kind>(one: string, many: string): KindWords<K> {
  const phrase = (id: IdOf<K>): Phrase => [`${one} `, code(nameOf(id))];
  return {
    one,
    many,
    told: 'by name',
    created: 'in one line',
    phrase,
    holder: nameOf,
    lineKey: keyOf,
    linePhrase: phrase,
    sentenceKey: keyOf,
    sentence: ofFirst(phrase),
    wholePhrase: ofFirst(phrase),
    existing: ({ fields }) => fieldsPhrase(fields.map(({ field, from }) => ({ field, value: from }))),
    inherited: () => undefined,
  };
}

/** For what does not depend on how many there are. */
export function ofFirst<Id>(phrase: (id: Id) => Phrase): (ids: readonly Id[]) => Phrase {
  return ([first]) => (first === undefined ? [] : phrase(first));
}
