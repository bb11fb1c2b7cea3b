/** A Java `.properties` file. Kafka reads it as ISO 8859-1, so everything else is escaped, as are the line ends of a PEM. */
export function propertiesText(
  properties: Readonly<Record<string, string>> | ReadonlyMap<string, string>,
): string {
  const entries: readonly (readonly [string, string])[] =
    properties instanceof Map ? [...properties.entries()] : Object.entries(properties);
  return entries.map(([name, value]) => `${escaped(name, 'name')}=${escaped(value)}\n`).join('');
}

function escaped(text: string, as: 'name' | 'value' = 'value'): string {
  const special = as === 'name' ? /[\\\s=:#!]|[^\x20-\x7e]/g : /\\|^[ ]|[^\x20-\x7e]/g;
  return text.replace(special, (found) => {
    const unit = found.charCodeAt(0);
    return unit > 0x1f && unit < 0x7f ? `\\${found}` : `\\u${unit.toString(16).padStart(4, '0')}`;
  });
}
