/** The parts of `a, b,c`, without the blanks around them. An empty text is one empty part, as Kafka reads it. */
export function commaList(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

/** One spelling for lists whose order means nothing. */
export function inOneOrder(text: string): string {
  return commaList(text).toSorted().join(',');
}
