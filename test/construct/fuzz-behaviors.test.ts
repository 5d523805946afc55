/** A contract for any behavior of any distribution that an app may have: it is made right, or refused with a reason. */
import { Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, OriginGroup, S3BucketOrigin, S3StaticWebsiteOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import fc from 'fast-check';
import { CorsAssetBehavior } from 'cdk-cors-asset-distribution';
import type { CorsAssetBehaviorProps } from 'cdk-cors-asset-distribution';
import { holds, longEnough, many } from '../drawing';
import { judgeError, judgePromise, judgeTemplate } from './drawn-judges';
import { behaviorPlan, fineOrigin, headers, listOf, maybe, oddOrigin, optionsOf, terms } from './drawn-values';
import type { BehaviorPlan } from './drawn-values';
import { APP_ORIGIN } from './support';

const RUNS = 60;
const { AllowedMethods, ResponseHeadersPolicy } = cloudfront;

const controlled = (stack: Stack, id: string): cloudfront.IOrigin => S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, id));
const ORIGINS = {
  control: controlled,
  identity: (stack: Stack, id: string) => S3BucketOrigin.withOriginAccessIdentity(new s3.Bucket(stack, id)),
  group: (stack: Stack, id: string) => new OriginGroup({ primaryOrigin: controlled(stack, id), fallbackOrigin: controlled(stack, `${id}Spare`) }),
  imported: (stack: Stack, id: string) => S3BucketOrigin.withOriginAccessControl(s3.Bucket.fromBucketName(stack, id, 'theirs')),
  website: (stack: Stack, id: string) => new S3StaticWebsiteOrigin(new s3.Bucket(stack, id, { websiteIndexDocument: 'index.html' })),
  server: () => new HttpOrigin('api.example.com'),
} as const satisfies Record<string, (stack: Stack, id: string) => cloudfront.IOrigin>;
const METHODS = { reading: AllowedMethods.ALLOW_GET_HEAD, preflights: AllowedMethods.ALLOW_GET_HEAD_OPTIONS, writing: AllowedMethods.ALLOW_ALL } as const;
const POLICIES = {
  simple: () => ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS,
  security: () => ResponseHeadersPolicy.SECURITY_HEADERS,
  own: (stack: Stack, id: string) => new ResponseHeadersPolicy(stack, `${id}Own`, { customHeadersBehavior: { customHeaders: [{ header: 'X-A', value: 'a', override: true }] } }),
} as const satisfies Record<string, (stack: Stack, id: string) => cloudfront.IResponseHeadersPolicy>;
const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>): fc.Arbitrary<K> => fc.constantFrom(...Object.keys(record) as K[]);

interface Plan {
  readonly level: 'L2' | 'L1' | 'L1 whose configuration is a token' | 'imported';
  readonly there: { readonly origin: keyof typeof ORIGINS; readonly methods: keyof typeof METHODS; readonly policy?: keyof typeof POLICIES; readonly function: boolean };
  readonly target: { readonly pathPattern?: string; readonly bucket: boolean };
  readonly behavior: BehaviorPlan;
  readonly plain: Partial<CorsAssetBehaviorProps>;
}
const plan: fc.Arbitrary<Plan> = fc.record({
  level: fc.oneof({ weight: 12, arbitrary: fc.constantFrom('L2' as const, 'L1' as const, 'L1 whose configuration is a token' as const) }, { weight: 1, arbitrary: fc.constant('imported' as const) }),
  there: fc.record({
    origin: fc.oneof({ weight: 3, arbitrary: fc.constant('control' as const) }, { weight: 1, arbitrary: keysOf(ORIGINS) }),
    methods: fc.oneof({ weight: 4, arbitrary: fc.constant('reading' as const) }, { weight: 1, arbitrary: keysOf(METHODS) }), policy: maybe(keysOf(POLICIES), 1), function: fc.boolean(),
  }),
  target: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom({ bucket: false }, { pathPattern: '/there/*', bucket: false }, { pathPattern: 'new/*', bucket: true }) },
    { weight: 1, arbitrary: fc.record({ pathPattern: maybe(fc.constantFrom('there/*', 'new/*', '*', ''), 4), bucket: fc.boolean() }) },
  ),
  behavior: behaviorPlan,
  plain: fc.record({ ...terms, ...headers, allowedOrigins: fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([APP_ORIGIN]) }, { weight: 1, arbitrary: listOf(fineOrigin, oddOrigin) }) }),
});

/** A distribution with the same kind of behavior by default and at `there/*`. */
function distributionOf(stack: Stack, { level, there }: Plan): cloudfront.IDistributionRef {
  if (level === 'imported') {
    return cloudfront.Distribution.fromDistributionAttributes(stack, 'Web', { distributionId: 'E1', domainName: 'd1.cloudfront.net' });
  }
  const behavior = (id: string): cloudfront.BehaviorOptions => ({
    origin: ORIGINS[there.origin](stack, id), allowedMethods: METHODS[there.methods], responseHeadersPolicy: there.policy && POLICIES[there.policy](stack, id),
    functionAssociations: there.function ? [{
      eventType: cloudfront.FunctionEventType.VIEWER_REQUEST, function: new cloudfront.Function(stack, `${id}Code`, { code: cloudfront.FunctionCode.fromInline('function handler(event) { return event.request; }') }),
    }] : undefined,
  });
  const web = new cloudfront.Distribution(stack, 'Web', { defaultBehavior: behavior('Files'), additionalBehaviors: { 'there/*': behavior('There') } });
  if (level === 'L2') {
    return web;
  }
  const l1 = web.node.defaultChild as cloudfront.CfnDistribution;
  const config = l1.distributionConfig;
  l1.distributionConfig = level === 'L1' ? config : Lazy.any({ produce: () => config });
  return l1;
}

test('any behavior is made right, or refused with a reason', () => {
  let [templates, proven] = [0, 0];
  holds('any-behavior', fc.property(plan, (each) => {
    const stack = new Stack();
    let template: Template;
    try {
      new CorsAssetBehavior(stack, 'Cors', {
        ...each.plain, ...optionsOf(stack, 'Cors', each.behavior), distribution: distributionOf(stack, each), pathPattern: each.target.pathPattern,
        bucket: each.target.bucket ? new s3.Bucket(stack, 'New') : undefined,
      });
      template = Template.fromStack(stack);
    } catch (error) {
      judgeError(error);
      return;
    }
    templates += 1;
    judgeTemplate(template);
    const [origin = ''] = each.plain.allowedOrigins ?? [];
    const path = `${each.target.pathPattern?.replace(/^\/?/, '/').replace('*', '') ?? '/'}zebra.txt`;
    proven += /^https:\/\/[a-z.]+$/.test(origin) && !each.behavior.signed && judgePromise(stack, { origin, path }, false) ? 1 : 0;
  }), RUNS, { endOnFailure: true });
  console.log(`${templates} of ${many(RUNS)} synthesized, ${proven} were proven`);
  expect(templates / many(RUNS)).toBeGreaterThan(0.1);
  expect(proven).toBeGreaterThan(0);
}, longEnough(120_000));
