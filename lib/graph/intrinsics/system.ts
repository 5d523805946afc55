import { resourceSymbol, resourceType, type Stack } from './stacks';
import { unresolved } from './resolved';
import type { Decide } from './worlds';

/** Everything that a value of one template may refer to, in one world. */
export interface System {
  readonly stacks: readonly Stack[];
  readonly decide: Decide;
  /** Evaluates the intrinsic functions in `value`, which stands in `stack`, at every depth. `undefined` is `AWS::NoValue`. */
  resolve(value: unknown, stack: Stack): unknown;
  /** Works out what `key` stands for, once; a reference that leads back to itself is undecided. */
  once(key: string, work: () => unknown): unknown;
  /** Values a parameter without default may take, by its symbol. */
  readonly allowedValues: Map<string, readonly string[]>;
  /** Symbols whose text holds no delimiter, so that text around them can be split. */
  readonly plainSymbols: ReadonlySet<string>;
}

/** References nested deeper than this are given up: no real template comes near it, and the stack is finite. */
const DEPTH_LIMIT = 250;

/** Puts the stacks together; `evaluate` is the evaluation of one value, which may call `resolve` again. */
export function systemOf(
  stacks: readonly Stack[],
  decide: Decide,
  evaluate: (value: unknown, stack: Stack, system: System) => unknown,
): System {
  let depth = 0;
  const system: System = {
    stacks,
    decide,
    allowedValues: new Map(),
    plainSymbols: plainSymbols(stacks),
    resolve(value, stack) {
      if (depth >= DEPTH_LIMIT) {
        return unresolved('nested too deeply to follow');
      }
      depth++;
      try {
        return evaluate(value, stack, system);
      } finally {
        depth--;
      }
    },
    once: onceByKey(),
  };
  return system;
}

function onceByKey(): System['once'] {
  const memory = new Map<string, unknown>();
  const active = new Set<string>();
  return (key, work) => {
    if (active.has(key)) {
      return unresolved(`${key} refers to itself`);
    }
    if (!memory.has(key)) {
      active.add(key);
      try {
        memory.set(key, work());
      } finally {
        active.delete(key);
      }
    }
    return memory.get(key);
  };
}

function plainSymbols(stacks: readonly Stack[]): ReadonlySet<string> {
  return new Set(
    stacks.flatMap((stack) =>
      Object.keys(stack.resources)
        .filter((id) => /^AWS::(S3::Bucket|CloudFront::\w+|KMS::Key|Lambda::Url|ApiGateway::RestApi|ApiGatewayV2::Api)$/.test(resourceType(stack, id)))
        .map((id) => resourceSymbol(stack, id)),
    ),
  );
}
