import { CfnElement, DefaultTokenResolver, Reference, Stack, Tokenization } from 'aws-cdk-lib/core';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { member } from '../types/json';
import { STACK_SEPARATOR } from '../intrinsics/references';

const DEEPEST = 200;

/**
 * Resolves tokens as the CDK does, but keeps references to elements as references, naming the stack too, in place of the CDK's
 * exports and parameters.
 *
 * The CDK's own resolution copies its path and describes each result for every value; for all resources of an app that is a third of
 * synthesis. What occurs in nearly all resources is resolved here, and the CDK is asked for the rest.
 */
export class TokenResolver {
  private readonly ids = new Map<CfnElement, string>();
  private readonly ofCdk = new ReferenceResolver((reference) => this.referenceOf(reference));
  private depth = 0;

  /** The value without its tokens, as it will stand in a template of `scope`. */
  public resolve(value: unknown, scope: IConstruct): unknown {
    if (typeof value === 'string') {
      return value.includes('Token[') ? this.text(value, scope) : value;
    }
    if (typeof value === 'number') {
      return this.number(value, scope);
    }
    if (typeof value === 'function') {
      return this.byCdk(value, scope);
    }
    return typeof value !== 'object' || value === null || value instanceof Date ? value : this.nested(value, scope);
  }

  /** As the CDK resolves it, with the paths and errors that only it knows. */
  public byCdk(value: unknown, scope: IConstruct): unknown {
    return Tokenization.resolve(value, { scope, resolver: this.ofCdk, preparing: false }) as unknown;
  }

  /**
   * Making an id costs as much as rendering a small resource, and every reference needs one: once for each time the tree is read is enough.
   */
  public logicalIdOf(element: CfnElement): string {
    const id = this.ids.get(element) ?? (this.resolve(element.logicalId, element) as string);
    this.ids.set(element, id);
    return id;
  }

  private text(value: string, scope: IConstruct): unknown {
    if (value.includes('#{Token[')) {
      return this.byCdk(value, scope);
    }
    const fragments = Tokenization.reverseString(value);
    return fragments.length === 1 && fragments.firstToken !== undefined
      ? this.token(fragments.firstToken, scope)
      : fragments.mapTokens({ mapToken: (token) => this.token(token, scope) }).join(CONCAT) as unknown;
  }

  /** Tokens that stand for numbers are far below any number that somebody means. */
  private number(value: number, scope: IConstruct): unknown {
    const token = value < -1e287 ? Tokenization.reverseNumber(value) : undefined;
    return token === undefined ? value : this.token(token, scope);
  }

  private nested(value: object, scope: IConstruct): unknown {
    if (this.depth > DEEPEST) {
      throw new Error('a value contains itself');
    }
    this.depth++;
    try {
      return Array.isArray(value)
        ? this.list(value as unknown[], scope)
        : isToken(value)
          ? this.token(value, scope)
          : this.object(value as Readonly<Record<string, unknown>>, scope);
    } finally {
      this.depth--;
    }
  }

  private list(items: readonly unknown[], scope: IConstruct): unknown {
    const resolved: unknown[] = [];
    for (const item of items) {
      if (typeof item === 'string' && item.includes('#{Token[')) {
        return this.byCdk(items, scope);
      }
      const value = this.resolve(item, scope);
      if (value !== undefined) {
        resolved.push(value);
      }
    }
    return resolved;
  }

  private object(value: Readonly<Record<string, unknown>>, scope: IConstruct): unknown {
    const resolved: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      if (key.includes('Token[')) {
        return this.byCdk(value, scope);
      }
      const item = this.resolve(value[key], scope);
      if (item !== undefined) {
        resolved[key] = item;
      }
    }
    return resolved;
  }

  private token(token: IResolvable, scope: IConstruct): unknown {
    const reference = this.referenceOf(token);
    if (reference !== undefined) {
      return reference;
    }
    let after: IPostProcessor | undefined;
    const context: IResolveContext = {
      scope,
      preparing: false,
      documentPath: [],
      registerPostProcessor: (processor) => { after = processor; },
      resolve: (value: unknown, options) => (options === undefined
        ? this.resolve(value, scope)
        : Tokenization.resolve(value, { scope, resolver: this.ofCdk, preparing: false, ...options }) as unknown) as never,
    };
    const resolved = this.resolve(token.resolve(context), scope);
    return after === undefined ? resolved : after.postProcess(resolved, context) as unknown;
  }

  /** A reference to an element; nothing for other tokens. */
  private referenceOf(token: IResolvable): unknown {
    if (!Reference.isReference(token) || !CfnElement.isCfnElement(token.target) || token.displayName.startsWith('AWS::')) {
      return undefined;
    }
    const id = Stack.of(token.target).node.addr + STACK_SEPARATOR + this.logicalIdOf(token.target);
    const attribute = token.displayName;
    // CfnInclude puts references into the text of a Fn::Sub. The others must keep the shape of intrinsics: L1s check it.
    if (typeof (token as unknown as { value: unknown }).value === 'string') {
      return `\${${id}${attribute === 'Ref' ? '' : `.${attribute}`}}`;
    }
    return attribute === 'Ref' ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] };
  }
}

function isToken(value: object): value is IResolvable {
  return typeof (value as { readonly resolve?: unknown }).resolve === 'function';
}

/** The same references in what the CDK resolves. */
class ReferenceResolver extends DefaultTokenResolver {
  public constructor(private readonly referenceOf: (token: IResolvable) => unknown) {
    super(CONCAT);
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const reference = this.referenceOf(token);
    return reference === undefined
      ? (super.resolveToken(token, context, postProcessor) as unknown)
      : (postProcessor.postProcess(reference, context) as unknown);
  }
}

/** Texts around a token become one `Fn::Join`, as in the CDK's own rendering. */
class JoinConcat {
  public join(left: unknown, right: unknown): unknown {
    const parts = [...partsOf(left), ...partsOf(right)];
    return parts.every((part) => typeof part === 'string') ? parts.join('') : { 'Fn::Join': ['', parts] };
  }
}

const CONCAT = new JoinConcat();

function partsOf(fragment: unknown): readonly unknown[] {
  if (fragment === undefined) {
    return [];
  }
  const joined = member(fragment, 'Fn::Join');
  const [delimiter, parts] = Array.isArray(joined) ? (joined as unknown[]) : [];
  return delimiter === '' && Array.isArray(parts) ? (parts as unknown[]) : [fragment];
}
