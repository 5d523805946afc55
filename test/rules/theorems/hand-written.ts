/** Stacks as people write them: every setting that decides, picked at random from what is found in templates. */
import fc from 'fast-check';
import type { ExampleParts } from '../../../lib/rules/engine/example-stack';

const ORIGINS = ['https://app.example.com', 'https://admin.example.com', 'https://*.example.com', '"*"', 'http://localhost:3000', 'https://app.example.com/'];
const HEADERS = ['"*"', 'X-Trace', 'Authorization', 'Content-Type', 'If-None-Match', 'x-amz-*'];
const list = (values: readonly string[], minLength: number) => fc.uniqueArray(fc.constantFrom(...values), { minLength, maxLength: 3 }).map((items) => `[${items.join(', ')}]`);
const items = (values: readonly string[], minLength: number) => list(values, minLength).map((text) => `{ Items: ${text} }`);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const oneOf = (...values: readonly string[]) => fc.constantFrom(...values);
const THREE = '[Origin, Access-Control-Request-Method, Access-Control-Request-Headers]';

const rule = fc.record({
  AllowedOrigins: list(ORIGINS, 1),
  AllowedMethods: oneOf('[GET]', '[GET, HEAD]', '[GET, HEAD]', '[GET, PUT]', '[PUT, POST]', '[HEAD]', '[GET, HEAD, PUT, POST, DELETE]'),
  AllowedHeaders: maybe(list(HEADERS, 1)),
  ExposedHeaders: maybe(oneOf('[ETag]', '[ETag, Content-Range]')),
  MaxAge: maybe(oneOf('0', '3000')),
});

const cors = fc.record({
  AccessControlAllowOrigins: items(ORIGINS, 1),
  AccessControlAllowMethods: oneOf('{ Items: [GET] }', '{ Items: [GET, HEAD] }', '{ Items: [GET, HEAD, OPTIONS] }', '{ Items: [ALL] }', '{ Items: [GET, PUT] }'),
  AccessControlAllowHeaders: items(HEADERS, 1),
  AccessControlAllowCredentials: oneOf('false', 'false', 'true'),
  OriginOverride: oneOf('true', 'true', 'false'),
  AccessControlExposeHeaders: maybe(oneOf('{ Items: [ETag] }', '{ Items: ["*"] }')),
});

const cache = fc.oneof(
  fc.record({
    CachePolicyId: oneOf('658327ea-f89d-4fab-a63d-7e88639e58f6', '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'),
    OriginRequestPolicyId: maybe(oneOf(
      '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', '59781a5b-3903-41f3-afcb-af62929ccde1', '216adef6-5c7f-47e4-b989-5492eafa07d3',
      'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    )),
  }),
  fc.record({
    CachePolicyId: fc.constant(undefined), OriginRequestPolicyId: fc.constant(undefined),
    ForwardedValues: oneOf('{ QueryString: false }', '{ QueryString: false, Headers: [Origin] }', `{ QueryString: false, Headers: ${THREE} }`, '{ QueryString: true, Headers: ["*"] }'),
  }),
);

const methods = fc.record({
  AllowedMethods: oneOf('[GET, HEAD]', '[GET, HEAD, OPTIONS]', '[GET, HEAD, OPTIONS]', '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]'),
  CachedMethods: maybe(oneOf('[GET, HEAD]', '[GET, HEAD, OPTIONS]')),
  ViewerProtocolPolicy: oneOf('redirect-to-https', 'https-only', 'allow-all'),
});

const MANAGED = ['60669652-455b-4ae9-85a4-c4c02393f86c', '5cc3b908-e619-4b99-88e5-2cf7f45965bd', '67f7725c-6f97-4210-82d7-5512b31e9d03'];
const VARY = '{ Items: [{ Header: Vary, Value: \'Origin, Accept-Encoding\', Override: true }] }';

const STATEMENT = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant({ Condition: undefined }) },
  { weight: 1, arbitrary: fc.constant({ Action: '[s3:GetObject, s3:PutObject]' }) },
  { weight: 1, arbitrary: fc.constant({ Action: 's3:*' }) },
);

/** A path beside the default one, with or without the policy. */
const further = maybe(fc.record({ asks: fc.boolean(), policy: fc.boolean(), forwards: fc.boolean() })).map((path) => path && {
  CacheBehaviors: `[{ PathPattern: fonts/*, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6${path.asks ? ', AllowedMethods: [GET, HEAD, OPTIONS]' : ''}${
    path.policy ? `, ResponseHeadersPolicyId: ${MANAGED[0] ?? ''}` : ''}${path.forwards ? ', OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf' : ''} }]`,
});

/** Parts of a stack; the rest of it is right. */
export const handWritten: fc.Arbitrary<ExampleParts> = fc.record({
  rule: fc.oneof({ weight: 4, arbitrary: rule }, { weight: 1, arbitrary: fc.constant(null) }),
  cors: fc.oneof({ weight: 3, arbitrary: cors }, { weight: 2, arbitrary: fc.constant(null) }),
  behavior: fc.tuple(cache, methods, maybe(oneOf(...MANAGED))).map(([keys, allowed, managed]) => ({ ...keys, ...allowed, managed })),
  policy: fc.record({ CustomHeadersConfig: maybe(fc.constant(VARY)) }),
  origin: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: oneOf('"*"', 'https://app.example.com').map((pinned) => ({ OriginCustomHeaders: `[{ HeaderName: Origin, HeaderValue: ${pinned} }]` })) }),
  statement: STATEMENT,
  distribution: further,
}).map(({ behavior: { managed, ...behavior }, ...parts }) => ({
  ...parts, behavior: parts.cors === null && managed !== undefined ? { ...behavior, ResponseHeadersPolicyId: managed } : behavior,
}));
