import { Annotations as CdkAnnotations, Duration, Token } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AssetCache, AssetRouting, CorsAssertions, CorsAssetBehavior } from 'cdk-cors-asset-distribution';
import type { AssetBehaviorOptions, AssetCacheOptions } from 'cdk-cors-asset-distribution';
import { APP_ORIGIN, assetsIn, newStack, propertiesOf } from './support';

const STRANGER = 'https://stranger.example';
const { VIEWER_REQUEST, VIEWER_RESPONSE } = cloudfront.FunctionEventType;

interface Behavior {
  readonly CachePolicyId: unknown;
  readonly FunctionAssociations?: readonly { readonly EventType: string; readonly FunctionARN: object }[];
  readonly LambdaFunctionAssociations?: readonly { readonly EventType: string }[];
}

function configOf(stack: Stack): { readonly DefaultCacheBehavior: Behavior; readonly CacheBehaviors?: readonly Behavior[] } {
  return propertiesOf(Template.fromStack(stack), 'AWS::CloudFront::Distribution')[0].DistributionConfig as ReturnType<typeof configOf>;
}

const functionIn = (stack: Stack, id = 'Function', body = 'return event.request;'): cloudfront.Function =>
  new cloudfront.Function(stack, id, { code: cloudfront.FunctionCode.fromInline(`function handler(event) { ${body} }`), runtime: cloudfront.FunctionRuntime.JS_2_0 });
const lambdaIn = (stack: Stack): lambda.Function =>
  new lambda.Function(stack, 'Edge', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {}') });

/** The same options on each kind of behavior that there is. */
const PLACES: Readonly<Record<string, (stack: Stack, options: AssetBehaviorOptions) => Behavior>> = {
  'the default behavior': (stack, options) => {
    assetsIn(stack, options);
    return configOf(stack).DefaultCacheBehavior;
  },
  'a path': (stack, options) => {
    assetsIn(stack, { additionalPaths: [{ pathPattern: 'a/*', allowedOrigins: [APP_ORIGIN], ...options }] });
    return configOf(stack).CacheBehaviors?.[0] as Behavior;
  },
  'a behavior of an existing Distribution': (stack, options) => {
    const origin = S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Files'));
    new CorsAssetBehavior(stack, 'Cors', { distribution: new cloudfront.Distribution(stack, 'Web', { defaultBehavior: { origin } }), allowedOrigins: [APP_ORIGIN], ...options });
    return configOf(stack).DefaultCacheBehavior;
  },
  'a new path of a CfnDistribution': (stack, options) => {
    const distribution = new cloudfront.CfnDistribution(stack, 'Web', {
      distributionConfig: {
        enabled: true, origins: [{ id: 'api', domainName: 'api.example.com', customOriginConfig: { originProtocolPolicy: 'https-only' } }],
        defaultCacheBehavior: { targetOriginId: 'api', viewerProtocolPolicy: 'https-only', cachePolicyId: 'a' },
      },
    });
    new CorsAssetBehavior(stack, 'Cors', { distribution, pathPattern: 'a/*', bucket: new s3.Bucket(stack, 'Files'), allowedOrigins: [APP_ORIGIN], ...options });
    return configOf(stack).CacheBehaviors?.[0] as Behavior;
  },
};

describe.each(Object.entries(PLACES))('%s', (_, behaviorWith) => {
  test('takes a cache policy, functions and Lambda@Edge functions, whose role the edge may assume', () => {
    const stack = newStack('us-east-1');
    const behavior = behaviorWith(stack, {
      cache: AssetCache.DISABLED,
      functions: [{ function: functionIn(stack), eventType: VIEWER_REQUEST }],
      edgeLambdas: [{ functionVersion: lambdaIn(stack).currentVersion, eventType: cloudfront.LambdaEdgeEventType.ORIGIN_RESPONSE }],
    });
    expect(behavior).toMatchObject({
      CachePolicyId: cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId, FunctionAssociations: [{ EventType: 'viewer-request' }], LambdaFunctionAssociations: [{ EventType: 'origin-response' }],
    });
    expect(JSON.stringify(propertiesOf(Template.fromStack(stack), 'AWS::IAM::Role'))).toContain('edgelambda.amazonaws.com');
  });

  test('takes routing and vary, each a function of the library', () => {
    const behavior = behaviorWith(newStack(), { routing: AssetRouting.app('index.html'), vary: ['Origin'] });
    expect(behavior.FunctionAssociations?.map(({ EventType: event }) => event)).toEqual(['viewer-request', 'viewer-response']);
  });
});

describe('functions that an existing behavior has', () => {
  const withFunctions = (eventType: cloudfront.FunctionEventType, options: AssetBehaviorOptions) => (): Behavior => {
    const stack = newStack();
    const origin = S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Files'));
    const distribution = new cloudfront.Distribution(stack, 'Web', { defaultBehavior: { origin, functionAssociations: [{ function: functionIn(stack), eventType }] } });
    new CorsAssetBehavior(stack, 'Cors', { distribution, allowedOrigins: [APP_ORIGIN], ...options });
    return configOf(stack).DefaultCacheBehavior;
  };

  test('stay, and others stand behind them', () => {
    expect(withFunctions(VIEWER_REQUEST, { vary: ['Origin'] })().FunctionAssociations?.map(({ EventType: event }) => event)).toEqual(['viewer-request', 'viewer-response']);
  });

  test('are not doubled', () => {
    expect(withFunctions(VIEWER_REQUEST, { routing: AssetRouting.folders() })).toThrow('[function-event-twice] routing (got "viewer-request")');
  });
});

describe('a cache', () => {
  const policyOf = (options: AssetCacheOptions): Record<string, unknown> => {
    const stack = newStack();
    assetsIn(stack, { cache: AssetCache.of(options) });
    return propertiesOf(Template.fromStack(stack), 'AWS::CloudFront::CachePolicy')[0].CachePolicyConfig as Record<string, unknown>;
  };

  test.each<[string, AssetCacheOptions, [number, number, number]]>([
    ['a day, from nothing to a year', {}, [0, 86_400, 31_536_000]],
    ['at most an hour', { maxTtl: Duration.hours(1) }, [0, 3600, 3600]],
    ['at least two days', { minTtl: Duration.days(2) }, [172_800, 172_800, 31_536_000]],
    ['a week when the object says nothing', { ttl: Duration.days(7) }, [0, 604_800, 31_536_000]],
    ['longer than a year', { ttl: Duration.days(400) }, [0, 34_560_000, 34_560_000]],
    ['nothing unless the object says so', { ttl: Duration.seconds(0) }, [0, 0, 31_536_000]],
  ])('keeps %s, compressed, by no header and no cookie', (_, options, [minTtl, ttl, maxTtl]) => {
    expect(policyOf(options)).toMatchObject({
      MinTTL: minTtl, DefaultTTL: ttl, MaxTTL: maxTtl,
      ParametersInCacheKeyAndForwardedToOrigin: {
        EnableAcceptEncodingGzip: true, EnableAcceptEncodingBrotli: true, HeadersConfig: { HeaderBehavior: 'none' }, CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
      },
    });
  });

  test('keeps a copy for each value of a query string that is named', () => {
    expect(policyOf({ queryStrings: ['v', 'lang', 'v'] })).toMatchObject({
      ParametersInCacheKeyAndForwardedToOrigin: { QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['lang', 'v'] } },
    });
  });

  test('takes durations that are known only at deployment', () => {
    expect(policyOf({ ttl: Duration.seconds(Token.asNumber({ Ref: 'Ttl' })) })).toMatchObject({ DefaultTTL: { Ref: 'Ttl' } });
  });

  test('is one policy for equal settings in a stack, and no order of paths changes its id', () => {
    const idsOf = (...patterns: string[]): string[] => {
      const stack = newStack();
      const caches: Record<string, () => AssetCache> = { 'a/*': () => AssetCache.of({ queryStrings: ['v'] }), 'b/*': () => AssetCache.of({ maxTtl: Duration.hours(1) }), 'c/*': () => AssetCache.of({ queryStrings: ['v'] }) };
      ['One', 'Two'].forEach((id) => {
        assetsIn(stack, { additionalPaths: patterns.map((pathPattern) => ({ pathPattern, allowedOrigins: [APP_ORIGIN], cache: caches[pathPattern]() })) }, id);
      });
      return Object.keys(Template.fromStack(stack).findResources('AWS::CloudFront::CachePolicy')).sort();
    };
    expect(idsOf('a/*', 'b/*', 'c/*')).toHaveLength(2);
    expect(idsOf('c/*', 'b/*', 'a/*')).toEqual(idsOf('a/*', 'b/*', 'c/*'));
  });

  test('of the app is used as it is; with OPTIMIZED the template is the one of users who say nothing', () => {
    const stack = newStack();
    const policy = new cloudfront.CachePolicy(stack, 'Mine');
    assetsIn(stack, { cache: AssetCache.fromCachePolicy(policy) });
    expect(configOf(stack).DefaultCacheBehavior.CachePolicyId).toEqual(stack.resolve(policy.cachePolicyId));
    const templates = [{}, { cache: AssetCache.OPTIMIZED, functions: [], edgeLambdas: [] }].map((props) => {
      const plain = newStack();
      assetsIn(plain, props);
      return Template.fromStack(plain).toJSON();
    });
    expect(templates[1]).toEqual(templates[0]);
  });
});

describe('the promise stays provable', () => {
  const promised = (options: AssetBehaviorOptions): CorsAssertions => {
    const stack = newStack();
    assetsIn(stack, { allowedOrigins: [APP_ORIGIN, 'https://other.example.com'], ...options });
    return CorsAssertions.fromStack(stack);
  };

  test.each<[string, AssetBehaviorOptions]>([
    ['routing of an app', { routing: AssetRouting.app('index.html') }],
    ['routing of folders', { routing: AssetRouting.folders() }],
    ['vary', { vary: ['Origin'] }],
    ['both', { routing: AssetRouting.app('index.html'), vary: ['Origin', 'Accept'] }],
    ['a cache by query string', { cache: AssetCache.of({ queryStrings: ['v'] }) }],
    ['no cache', { cache: AssetCache.DISABLED }],
  ])('with %s', (_, options) => {
    const promise = promised(options);
    promise.allows({ origin: APP_ORIGIN, path: '/data?v=1', headers: { 'X-Request-Id': '1' }, reads: ['ETag'] });
    promise.blocks({ origin: STRANGER, path: '/data' });
  });

  // The policy's own `Vary` is dropped beside a CORS block, and whether CloudFront writes one where it echoes an origin is not recorded.
  const afterAnotherPage = { origin: APP_ORIGIN, path: '/a.js', history: [{ origin: 'https://other.example.com', path: '/a.js' }] };

  test('for two origins of one site: vary keeps the browser from handing the copy of one page to the other, whatever AWS does', () => {
    promised({ vary: ['Origin'] }).allows(afterAnotherPage);
    expect(() => { promised({}).allows(afterAnotherPage); }).toThrow('is depends');
  });

  test('and a function that answers preflights itself is run, and breaks it', () => {
    const stack = newStack();
    const refuse = functionIn(stack, 'Refuse', 'return event.request.method === \'OPTIONS\' ? { statusCode: 401 } : event.request;');
    assetsIn(stack, { functions: [{ function: refuse, eventType: VIEWER_REQUEST }] });
    CorsAssertions.fromStack(stack).blocks({ origin: APP_ORIGIN, headers: { 'X-Request-Id': '1' } });
  });
});

test('the function of routing is published, and names its page', () => {
  const stack = newStack();
  assetsIn(stack, { routing: AssetRouting.folders('home.html'), functions: [{ function: functionIn(stack), eventType: VIEWER_RESPONSE }] });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudFront::Function', {
    FunctionCode: Match.stringLikeRegexp('"home.html"'), FunctionConfig: { Runtime: 'cloudfront-js-2.0' }, AutoPublish: true,
  });
});

describe('what the app made and the behavior uses is judged with it', () => {
  const uncached = (stack: Stack): AssetCache => AssetCache.fromCachePolicy(new cloudfront.CachePolicy(stack, 'Mine', {
    minTtl: Duration.seconds(0), defaultTtl: Duration.seconds(0), maxTtl: Duration.seconds(0), enableAcceptEncodingGzip: true,
  }));
  const longCode = (stack: Stack): cloudfront.FunctionAssociation[] => [{
    function: new cloudfront.Function(stack, 'Long', { code: cloudfront.FunctionCode.fromInline(`function handler(event) { return event.request; } // ${'x'.repeat(11_000)}`) }),
    eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
  }];

  test.each<[string, (stack: Stack) => AssetBehaviorOptions, string]>([
    ['a cache policy that CloudFront refuses', (stack) => ({ cache: uncached(stack) }), 'compression-without-caching'],
    ['a function that is too long', (stack) => ({ functions: longCode(stack) }), 'so the stack does not deploy'],
    ['more names in vary than fit into the function', () => ({ vary: Array.from({ length: 2_000 }, (_, index) => `X-Header-${index}`) }), 'so the stack does not deploy'],
  ])('%s', (_, options, says) => {
    for (const make of Object.values(PLACES)) {
      const stack = newStack();
      make(stack, options(stack));
      expect(Annotations.fromStack(stack).findError('*', Match.stringLikeRegexp(says))).toHaveLength(1);
    }
  });
});

describe('what nobody can judge is said, not kept silent', () => {
  const version = (stack: Stack): lambda.IVersion => lambda.Version.fromVersionArn(stack, 'Version', 'arn:aws:lambda:us-east-1:111122223333:function:f:1');
  const options = (stack: Stack): AssetBehaviorOptions => ({ edgeLambdas: [{ functionVersion: version(stack), eventType: cloudfront.LambdaEdgeEventType.ORIGIN_RESPONSE }] });
  const notes = (stack: Stack): unknown[] => Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('Not judged: .* Lambda@Edge function')).map(({ id }) => id);

  test.each(Object.entries(PLACES))('Lambda@Edge on %s', (_, make) => {
    const stack = newStack();
    make(stack, options(stack));
    expect(notes(stack)).toHaveLength(1);
  });

  test('until somebody says that the function is fine', () => {
    const stack = newStack();
    assetsIn(stack, options(stack));
    CdkAnnotations.of(stack).acknowledgeInfo('cdk-cors-asset-distribution:not-judged', 'it changes no header');
    expect(notes(stack)).toEqual([]);
  });
});
