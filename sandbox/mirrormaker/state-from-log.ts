/** A flow whose process has started. */
export interface FlowPair {
  readonly source: string;
  readonly target: string;
}

export interface MirrorMakerState {
  /** By alias: why the cluster cannot be used, in the words of MirrorMaker 2; empty if nothing is known against it. */
  readonly clusterErrors: ReadonlyMap<string, readonly string[]>;
  /** Flows of which a task copies partitions, or which found no topic to copy. */
  readonly running: readonly FlowPair[];
  /** What stopped a task or a worker and belongs to no cluster's connection. */
  readonly otherErrors: readonly string[];
}

/**
 * What MirrorMaker 2's log says at the time `now` (as its own time stamps, `2026-01-15T09:30:00,123`). A refused login or a
 * broken connection counts for `repeatMs` after its last line: MirrorMaker 2 tries again every round and does not say that a
 * try succeeded.
 */
export function stateFromLog(
  log: string,
  flows: readonly FlowPair[],
  options: { readonly now: number; readonly repeatMs: number },
): MirrorMakerState {
  const lines = logLines(log);
  const failures = lines.flatMap(connectionFailure).filter(({ at, pair }) => {
    // Until then the worker may run what it found in its configs topic, which is the configuration before.
    const inForce = lines.find((line) => line.text.startsWith(configured(pair)))?.at;
    const early = inForce !== undefined && at < inForce + SETTLING_MS;
    return !early && options.now - at < options.repeatMs;
  });
  const clusterErrors = new Map<string, readonly string[]>();
  for (const { alias, message } of failures) {
    const known = clusterErrors.get(alias) ?? [];
    if (!known.includes(message)) clusterErrors.set(alias, [...known, message]);
  }
  return {
    clusterErrors,
    running: startedFlows(lines, flows).filter(
      ({ source, target }) => !clusterErrors.has(source) && !clusterErrors.has(target),
    ),
    otherErrors: lines.flatMap(fatalError),
  };
}

/** After a worker has the new configuration, what it ran before still ends. */
const SETTLING_MS = 1500;

interface LogLine {
  readonly at: number;
  readonly text: string;
  /** The stack trace, without its frames. */
  readonly causes: readonly string[];
}

function logLines(log: string): readonly LogLine[] {
  const lines: { at: number; text: string; causes: string[] }[] = [];
  for (const line of log.split('\n')) {
    const start = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d),(\d{3}) \w+ +(.*)$/.exec(line);
    if (start) {
      lines.push({ at: Date.parse(`${start[1]}.${start[2]}`), text: start[3] ?? '', causes: [] });
    } else if (line !== '' && !/^\s/.test(line)) {
      lines.at(-1)?.causes.push(line.replace(/^Caused by: /, ''));
    }
  }
  return lines;
}

function configured({ source, target }: FlowPair): string {
  return `MirrorSourceConnector connector configured for ${source}->${target}.`;
}

/**
 * The client's id names pair and role: `onprem->core|MirrorSourceConnector|replication-source-admin`. A worker's own client
 * is called as its pair and lives on the target.
 */
function connectionFailure({ at, text, causes }: LogLine) {
  const found =
    /clientId=(?<source>[\w.-]+?)->(?<target>[\w.-]+)(?:\|(?<role>\S+))?\] (?<failure>Connection to node \S+ \((?<address>[^)]*)\) (?:failed authentication due to: |could not be established).*) \(\S+\)$/.exec(
      text,
    )?.groups;
  if (!found) return [];
  const pair = { source: found['source'] ?? '', target: found['target'] ?? '' };
  const alias = /\bsource\b/.test((found['role'] ?? '').split('|').at(-1) ?? '') ? pair.source : pair.target;
  const address = (found['address'] ?? '').replace(/\/.*?:/, ':');
  const reason = found['failure']?.replace(/^Connection to node \S+ \([^)]*\)/, `Connection to ${address}`);
  const root = causes.at(-1)?.replace(/^[\w.$]+: /, '');
  const message = [reason ?? '', ...(root === undefined ? [] : [root])].join(': ');
  return [{ at, pair, alias, message }];
}

/** Without topics no task starts, and the line that tells does not name the flow. */
function startedFlows(lines: readonly LogLine[], flows: readonly FlowPair[]): readonly FlowPair[] {
  const configuredAt = (pair: FlowPair) => lines.findIndex(({ text }) => text.startsWith(configured(pair)));
  const last = Math.max(...flows.map(configuredAt));
  const all = flows.every((flow) => configuredAt(flow) >= 0);
  const started = lines
    .slice(last + 1)
    .filter(({ text }) => text.startsWith('Started MirrorSourceConnector'));
  if (all && started.length >= flows.length) return flows;
  return flows.filter((flow) =>
    lines
      .slice(configuredAt(flow) + 1)
      .some(({ text }) => text.includes(` topic-partitions ${flow.source}->${flow.target}: [`)),
  );
}

function fatalError({ text, causes }: LogLine): readonly string[] {
  const what =
    /Uncaught exception in herder work thread|Task threw an uncaught and unrecoverable exception|Stopping due to error/;
  if (!what.test(text)) return [];
  return [causes.at(-1) ?? text];
}
