import { resourceSymbol, resourceType, type Stack } from './stacks';
import { unresolved } from './resolved';
import type { Decide } from './worlds';

/** References nested deeper than this are given up: no real template comes near it, and the stack is finite. */
const DEPTH_LIMIT = 250;

/** Evaluates the intrinsic functions in one value, which stands in `stack`; it may ask the system to resolve others. */
export type Evaluate = (value: unknown, stack: Stack, system: System) => unknown;

/** Everything that a value of one template may refer to, in one world. */
export class System {
  /** Values a parameter without default may take, by its symbol. */
  readonly allowedValues = new Map<string, readonly string[]>();
  /** Symbols whose text holds no delimiter, so that text around them can be split. */
  readonly plainSymbols: ReadonlySet<string>;
  private readonly memory = new Map<string, unknown>();
  private readonly active = new Set<string>();
  private depth = 0;

  constructor(
    readonly stacks: readonly Stack[],
    readonly decide: Decide,
    private readonly evaluate: Evaluate,
  ) {
    this.plainSymbols = plainSymbols(stacks);
  }

  /** Evaluates the intrinsic functions in `value`, which stands in `stack`, at every depth. `undefined` is `AWS::NoValue`. */
  resolve(value: unknown, stack: Stack): unknown {
    if (this.depth >= DEPTH_LIMIT) {
      return unresolved('nested too deeply to follow');
    }
    this.depth++;
    try {
      return this.evaluate(value, stack, this);
    } finally {
      this.depth--;
    }
  }

  /** Works out what `key` stands for, once; a reference that leads back to itself is undecided. */
  once(key: string, work: () => unknown): unknown {
    if (this.active.has(key)) {
      return unresolved(`${key} refers to itself`);
    }
    if (!this.memory.has(key)) {
      this.active.add(key);
      try {
        this.memory.set(key, work());
      } finally {
        this.active.delete(key);
      }
    }
    return this.memory.get(key);
  }
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
