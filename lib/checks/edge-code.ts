import { DefaultTokenResolver, Reference, StringConcat, Token, Tokenization } from 'aws-cdk-lib/core';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib/core';
import { RootConstruct } from 'constructs';
import type { IConstruct } from 'constructs';
import { CorsConfigurationError } from '../contract/configuration-error';
import { Problems } from '../contract/problem';
import type { EdgeCodeDeclaration, TemplateInput } from '../graph/types/template-input';
import { EdgeCodeParser } from './edge-code-parser';

/**
 * One change of the paths that a function asks for.
 */
export interface PathRewrite {
  /** The path that a page asks for. At most one `*` stands for any part of it: `/docs/*`. */
  readonly path: string;

  /** The path that S3 is asked for. A `*` stands for the same part; without one, every path asks for this object. */
  readonly to: string;
}

/**
 * How a function answers preflights.
 */
export interface PreflightAnswer {
  /** The status, such as 204. Browsers refuse every preflight that is answered with 300 or more. */
  readonly status: number;

  /**
   * The headers of the answer, CORS headers among them.
   *
   * @default - none
   */
  readonly headers?: Record<string, string>;
}

/**
 * What code at the edge does that no template shows: Lambda@Edge, and functions of other stacks.
 *
 * Without it, whatever such a function could change is not judged. With it, checks and assertions take the declaration at its word and are
 * exact again; nobody verifies it. Functions whose code is in the templates are run, and need none.
 */
export class EdgeCode {
  /**
   * The function leaves CORS alone: it changes neither the method, the path nor `Origin` of a request, no CORS header of a response, and
   * answers nothing by itself. Logging, security headers and metrics are like that.
   */
  public static transparent(): EdgeCode {
    return EdgeCode.parsed({ transparent: true });
  }

  /**
   * The function asks for other objects, one change after the other.
   *
   * @param rewrites the changes, such as `{ path: '/docs/*', to: '/v2/*' }`
   * @throws CorsConfigurationError when a change is not one of a path
   */
  public static rewritesPaths(rewrites: PathRewrite[]): EdgeCode {
    return EdgeCode.parsed({ rewritesPaths: rewrites });
  }

  /**
   * The function answers every OPTIONS request by itself, and lets all others through.
   *
   * @param answer its answer
   * @throws CorsConfigurationError when this is not an answer of HTTP
   */
  public static answersPreflights(answer: PreflightAnswer): EdgeCode {
    return EdgeCode.parsed({ answersPreflights: answer });
  }

  /**
   * The function sets headers of responses, in place of those that are there.
   *
   * @param headers the headers that it sets, with their values
   * @throws CorsConfigurationError when a name or a value is not one of a header
   */
  public static setsResponseHeaders(headers: Record<string, string>): EdgeCode {
    return EdgeCode.parsed({ setsResponseHeaders: headers });
  }

  /**
   * The function does what this code does: a handler in the form of CloudFront Functions, runtime 2.0, which runs in its place.
   *
   * @param text the code, such as `function handler(event) { return event.request; }`
   * @throws CorsConfigurationError when there is no code, or more than the 10 KB that CloudFront takes
   */
  public static code(text: string): EdgeCode {
    return EdgeCode.parsed({ code: text });
  }

  private static parsed(declared: object): EdgeCode {
    const problems = new Problems();
    const [kind = ''] = Object.keys(declared);
    const effect = new EdgeCodeParser(problems).effect(declared, '');
    if (Token.isUnresolved(JSON.stringify(declared))) {
      problems.add('edge-code-deploy-time', kind, undefined, 'the value itself');
    }
    throwProblems(problems, `EdgeCode.${kind}`);
    return new EdgeCode(effect as EdgeCodeDeclaration['effect']);
  }

  private constructor(
    /** @internal */
    readonly _effect: EdgeCodeDeclaration['effect'],
  ) {}
}

/** The templates, with what is declared beside them. */
export function withEdgeCode(
  inputs: readonly TemplateInput[],
  edgeCode: Readonly<Record<string, EdgeCode>> | undefined,
  where: string,
): readonly TemplateInput[] {
  const problems = new Problems();
  const parser = new EdgeCodeParser(problems);
  const declarations = Object.entries(edgeCode ?? {}).map(([key, { _effect }]) => {
    const name = Token.isUnresolved(key) ? pathBehind(key) : key;
    parser.function(name, 'edgeCode');
    return { function: name, effect: _effect };
  });
  throwProblems(problems, where);
  return declarations.length === 0 ? inputs : inputs.map((input) => ({ ...input, edgeCode: declarations }));
}

/** The path of the construct that a reference such as `version.edgeArn` leads to: it stays when the logical id changes. */
function pathBehind(key: string): string {
  const resolver = new Targets(new StringConcat());
  Tokenization.resolve(key, { scope: new RootConstruct(), resolver, preparing: false });
  return resolver.found[0]?.node.path ?? '';
}

/** Follows a token to the constructs that it refers to. */
class Targets extends DefaultTokenResolver {
  readonly found: IConstruct[] = [];

  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) {
      this.found.push(token.target);
      return token.displayName;
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

function throwProblems({ all: [first, ...others] }: Problems, where: string): void {
  if (first !== undefined) {
    throw new CorsConfigurationError(where, [first, ...others]);
  }
}
