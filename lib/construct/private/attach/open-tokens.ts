import { DefaultTokenResolver, Reference, StringConcat, Tokenization } from 'aws-cdk-lib/core';
import type { IPostProcessor, IResolvable, IResolveContext, TokenizedStringFragments } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Opens every token but references, which still lead to their construct; inside of a text they stay encoded. */
class OpenButReferences extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public resolveString(fragments: TokenizedStringFragments, context: IResolveContext): unknown {
    return fragments.length === 1 ? super.resolveString(fragments, context) : fragments.mapTokens({
      mapToken: (token) => encodedUnlessText(token, context),
    }).join(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? token : super.resolveToken(token, context, postProcessor);
  }
}

/** What deployment decides stays a token in the text. */
function encodedUnlessText(token: IResolvable, context: IResolveContext): string {
  const value: unknown = context.resolve(token);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : String(token);
}

/** The value of an L1 property as it is now. */
export function openTokens(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, resolver: new OpenButReferences(), preparing: false });
}

/** The construct that a value refers to, when it refers to one of this kind. */
export function constructBehind<T extends IConstruct>(value: unknown, isKind: (construct: IConstruct) => construct is T): T | undefined {
  return referencesIn(value).map(({ target }) => target).find(isKind);
}

/** A value that a reader finds again: references by the path of their construct, pseudo parameters as `AWS::Region`. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? String(Tokenization.reverseString(value).mapTokens({ mapToken: nameOf }).join(new StringConcat())) : nameOf(value);
}

function nameOf(token: unknown): string {
  const [, pseudo] = /\$\{Token\[AWS\.(\w+)\.\d+\]\}/.exec(String(token)) ?? [];
  return Reference.isReference(token) ? token.target.node.path : pseudo === undefined ? 'a deploy-time value' : `AWS::${pseudo}`;
}

function referencesIn(value: unknown): readonly Reference[] {
  const tokens = typeof value === 'string' ? Tokenization.reverseString(value).tokens : [value];
  return tokens.filter((token) => Reference.isReference(token));
}
