/** Names for `{ secret: … }`: each once, in the alphabet that a variable has. */
export class SecretNames {
  readonly #taken = new Set<string>();

  /** `ONPREM_MM2_PASSWORD` of `onprem` and `MM2_PASSWORD`. */
  nameFor(cluster: string, end: string): string {
    const upper = cluster
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
    const start = /^[A-Z]/.test(upper) ? upper : `CLUSTER_${upper}`;
    const wanted = `${start.slice(0, 70)}_${end}`.replace(/__+/g, '_');
    const base = wanted.startsWith('KAFKA_SECRET_') ? `CLUSTER_${wanted}` : wanted;
    let name = base;
    for (let number = 2; this.#taken.has(name); number++) name = `${base}_${number}`;
    this.#taken.add(name);
    return name;
  }
}
