import type { Stopped } from './allowance';

/** What came of one run, as plain data. */
export interface SandboxReport {
  /**
   * `returned`, `threw`: the handler did. `pending`: its promise never settles. `load`: the code itself threw, or does not parse.
   * `no-handler`: it has no function of that name. `stopped`: it ran too long, or broke the engine.
   */
  readonly kind: 'load' | 'no-handler' | 'pending' | 'returned' | 'stopped' | 'threw';
  /** What the handler returned, as JSON knows it. */
  readonly value?: unknown;
  /** The message of what was thrown. */
  readonly message?: string;
  readonly stoppedBy?: Stopped;
  readonly console: readonly string[];
  /** What decided apart from the event: `time`, `chance`, `edge-location`, `key:NAME`, `doubtful:NAME`, `missing:NAME`. */
  readonly used: readonly string[];
  /** What was read of the event: `headers.accept`, `cookies.*`. */
  readonly reads: readonly string[];
  /** Calls of `cf.updateRequestOrigin` and its like. */
  readonly origins: readonly OriginCall[];
}

export interface OriginCall {
  readonly call: 'group' | 'select' | 'update';
  readonly argument: unknown;
}

const NOTHING = { console: [], used: [], reads: [], origins: [] };

/** The report of a run that has none of its own. */
export function shortReport(kind: SandboxReport['kind'], more: Pick<SandboxReport, 'message' | 'stoppedBy'> = {}): SandboxReport {
  return { kind, ...more, ...NOTHING };
}

// The text comes out of the sandbox, where the code may have changed what writes it: nothing of its shape is taken for granted
/** The report in a text of the sandbox; undefined when it is not one. */
export function parsedReport(text: string): SandboxReport | undefined {
  const found = parsed(text);
  if (!isRecord(found) || (found.kind !== 'returned' && found.kind !== 'threw' && found.kind !== 'pending')) {
    return undefined;
  }
  const { kind, value } = found;
  const lists = { console: texts(found.console), used: texts(found.used), reads: texts(found.reads), origins: originCalls(found.origins) };
  return kind === 'returned' ? { kind, value, ...lists } : { kind, message: typeof value === 'string' ? value : undefined, ...lists };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as unknown[]).filter((item) => typeof item === 'string') : [];
}

function originCalls(value: unknown): readonly OriginCall[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isRecord).map(({ call, argument }) =>
    ({ call: call === 'update' || call === 'select' ? call : 'group', argument })) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
