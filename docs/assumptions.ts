/** The page of the assumptions: for each the probe that settles it, found by trying on stacks of which the model knows the answer. */
import { ASSUMPTIONS } from '../lib/model';
import type { AssumptionId } from '../lib/model';
import { compare, parseTargetUrl, settled } from '../lib/probe';
import type { ProbeTarget } from '../lib/probe';
import type { ProbeRequest } from '../lib/probe/exchange';
import { exampleStack } from '../lib/rules/engine/example-stack';
import type { ExampleParts } from '../lib/rules/engine/example-stack';
import { InProcess } from '../test/probe/in-process';
import { graphOf } from '../test/rules/judging';

/** A stack that somebody may have, or deploy for an hour, and how it is probed. */
interface Try {
  /** In the words of a person who looks at their settings. */
  readonly stack: string;
  readonly parts: ExampleParts;
  /** Written after the URL and the template. */
  readonly options?: string;
  readonly page?: Partial<ProbeTarget['page']>;
  readonly path?: string;
  /** What somebody asks first, a day before the probe. */
  readonly before?: ProbeRequest;
}

const items = (...values: readonly string[]): string => `{ Items: [${values.join(', ')}] }`;
const EVERY = '[\'*\']';
const listed = (origin: string): ExampleParts => ({
  rule: { AllowedOrigins: EVERY }, cors: { AccessControlAllowOrigins: items(origin) },
  policy: { RemoveHeadersConfig: items('{ Header: Access-Control-Allow-Origin }') },
});

/** A function that runs at viewer-request. */
const withFunction = (code: string, parts: ExampleParts = {}): ExampleParts => ({
  ...parts, behavior: { FunctionAssociations: '[{ EventType: viewer-request, FunctionARN: !GetAtt Code.FunctionMetadata.FunctionARN }]' },
  more: `Code:\n  Type: AWS::CloudFront::Function\n  Properties:\n    Name: code\n    AutoPublish: true\n    FunctionConfig: { Comment: code, Runtime: cloudfront-js-2.0 }\n`
    + `    FunctionCode: ${JSON.stringify(`function handler(event) { ${code} }`)}`,
});

const TRIES: readonly Try[] = [
  { stack: 'a `CorsAssetDistribution`, or any stack with a policy that overrides', parts: {} },
  {
    stack: 'a policy with a narrow list of allowed headers, in front of a bucket without rules',
    parts: { rule: null, cors: { AccessControlAllowHeaders: items('X-Trace') } },
  },
  {
    stack: 'a policy with a CORS block and no custom header, in front of a bucket without rules',
    parts: { rule: null, policy: { CustomHeadersConfig: undefined } },
  },
  { stack: 'a policy with a CORS block and no custom header', parts: { policy: { CustomHeadersConfig: undefined } } },
  { stack: 'a policy, and a function that throws', parts: withFunction('throw new Error(\'no\');') },
  {
    stack: 'a custom error response for 503, and a function that throws',
    parts: withFunction(
      'throw new Error(\'no\');',
      { distribution: { CustomErrorResponses: '[{ ErrorCode: 503, ResponseCode: 200, ResponsePagePath: /index.html }]' } },
    ),
  },
  {
    stack: 'a policy, and a function that sets Origin to one that is not listed',
    parts: withFunction(
      'event.request.headers.origin = { value: \'https://elsewhere.example.net\' }; return event.request;', { policy: {} },
    ),
  },
  { stack: 'the bucket\'s rules alone, without a response headers policy', parts: { cors: null } },
  {
    stack: 'the bucket\'s rules alone, and only Origin is forwarded',
    parts: { cors: null, behavior: { OriginRequestPolicyId: '59781a5b-3903-41f3-afcb-af62929ccde1' } },
  },
  {
    stack: 'the bucket\'s rules alone, in the legacy mode (ForwardedValues without Origin)',
    parts: {
      cors: null, behavior: { CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: '{ QueryString: false }' },
    },
  },
  {
    stack: 'a policy with OriginOverride: false in front of a bucket with rules',
    parts: { cors: { OriginOverride: 'false', AccessControlAllowOrigins: items('\'*\''), AccessControlExposeHeaders: items('ETag') } },
  },
  { stack: 'a policy that allows `*`', parts: { cors: { AccessControlAllowOrigins: items('\'*\'') } } },
  {
    stack: 'a policy that allows `*` together with credentials',
    parts: {
      rule: { AllowedOrigins: EVERY },
      cors: {
        AccessControlAllowOrigins: items('\'*\''), AccessControlAllowHeaders: items('X-Trace'), AccessControlAllowCredentials: 'true',
      },
    },
    options: '--credentials', page: { credentials: 'include' },
  },
  { stack: 'a policy without credentials in front of a bucket that names the origin', parts: { policy: {} } },
  {
    stack: 'a policy that lists another origin, in front of a bucket that allows the probed one',
    parts: { cors: { AccessControlAllowOrigins: items('https://admin.example.com') } },
  },
  {
    stack: 'a policy that allows `x-amz-*`', parts: { cors: { AccessControlAllowHeaders: items('x-amz-*') } },
    options: '--header \'x-amz-test: 1\'', page: { headers: { 'x-amz-test': '1' } },
  },
  { stack: 'a policy with a narrow list of allowed methods', parts: { cors: { AccessControlAllowMethods: items('HEAD') } } },
  { stack: 'the managed policy SimpleCORS', parts: { behavior: { ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c' } } },
  {
    stack: 'the managed policy CORS-With-Preflight',
    parts: { behavior: { ResponseHeadersPolicyId: '5cc3b908-e619-4b99-88e5-2cf7f45965bd' } },
  },
  {
    stack: 'a policy that lists `https://*.example.com`', parts: listed('https://*.example.com'),
    options: '--origin https://a.b.example.com', page: { origin: 'https://a.b.example.com' },
  },
  { stack: 'a policy that lists `app.example.com` without a scheme', parts: listed('app.example.com') },
  { stack: 'a policy that lists `https://app.example.com:*`', parts: listed('https://app.example.com:*') },
  { stack: 'a policy that lists `https://App.Example.com`', parts: listed('https://App.Example.com') },
  {
    stack: 'a bucket rule that lists `*` next to the origin',
    parts: { cors: null, rule: { AllowedOrigins: '[https://app.example.com, \'*\']' } },
  },
  {
    stack: 'a bucket rule that lists `https://app*.example.com`',
    parts: { cors: null, rule: { AllowedOrigins: '[https://app*.example.com]' } },
  },
  { stack: 'a bucket rule with MaxAge: 0', parts: { cors: null, rule: { MaxAge: '0' } } },
  { stack: 'viewers have to sign, and a policy is attached', parts: { behavior: { TrustedKeyGroups: '[some-key-group]' } } },
  {
    stack: 'a custom error response that turns 403 into 200, and a bucket that refuses the origin',
    parts: {
      rule: { AllowedOrigins: '[https://other.example.com]' },
      distribution: { CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html }]' },
    },
  },
  {
    stack: 'a custom error response whose page has a behavior with another policy',
    parts: { distribution: { CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html }]', CacheBehaviors: '[{ PathPattern: /index.html, TargetOriginId: assets, ViewerProtocolPolicy: redirect-to-https, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }]' } },
  },
  {
    stack: 'the bucket\'s rules alone; somebody asks for the file without Origin, and you probe when that copy is too old',
    parts: { cors: null },
    before: { method: 'GET', path: '/file', headers: [['accept-encoding', 'gzip, deflate, br, zstd']] },
  },
];

const APP = 'https://app.example.com';
const A_DAY = 100_000;

/** What each try settles, when everything is as the model takes it to be. */
async function settledBy({ parts, page, before }: Try): Promise<readonly AssumptionId[]> {
  const graph = graphOf(exampleStack(parts));
  const target: ProbeTarget = {
    url: parseTargetUrl(
      'https://d111111abcdef8.cloudfront.net/file', false,
    ), page: { origin: APP, ...page }, otherOrigin: 'https://cdk-cors-probe.invalid',
    secrets: [], thorough: false, comparing: true, nonce: 'n0nce',
  };
  const system = new InProcess(graph, {});
  if (before) {
    await system.ask(before);
    system.now += A_DAY;
  }
  const { exchanges } = await system.probe(target);
  return Object.keys(settled(compare(graph, target, exchanges))) as AssumptionId[];
}

/** `docs/assumptions.md`. */
export async function assumptionsPage(): Promise<string> {
  const found = new Map<string, Try>();
  for (const each of TRIES) {
    (await settledBy(each)).filter((id) => !found.has(id)).forEach((id) => { found.set(id, each); });
  }
  const entries = Object.entries(ASSUMPTIONS);
  return [
    '# What AWS leaves undocumented',
    '',
    'Each entry is one question, all consistent answers to it, and where the evidence is. The first answer is the default of the model; a promise of the construct holds under all of them.',
    `A recorded answer of a real distribution settles a question for good: ${found.size} of ${entries.length} can be settled by one command each, against a stack like the one that is named.`,
    'If you have such a stack, please run it and open an issue with the record: it holds no host, path, signature, cookie or id.',
    '',
    ...entries.flatMap(([id, { question, alternatives, sources }]) => entry(id, question, alternatives, sources, found.get(id))),
  ].join('\n');
}

function entry(
  id: string, question: string, alternatives: Readonly<Record<string, string>>, sources: readonly string[], by: Try | undefined,
): readonly string[] {
  return [
    `## \`${id}\``, '', question, '',
    ...Object.entries(alternatives).map(([name, meaning], index) => `- **${name}**${index === 0 ? ' (default)' : ''}: ${meaning}`), '',
    `Evidence: ${sources.join('; ')}.`, '',
    ...(by === undefined
      ? ['No single probe settles it: it needs a history that a probe does not make, or a request that a probe does not send.', '']
      : [`Settled by a probe of: ${by.stack}.`, '', '```sh', commandFor(by), '```', '']),
  ];
}

function commandFor({ options = '' }: Try): string {
  const origin = options.includes('--origin') ? '' : ` --origin ${APP}`;
  return `npx cdk-cors probe https://d111111abcdef8.cloudfront.net/file${origin}${options === '' ? '' : ` ${options}`} --template cdk.out --record probe.json`;
}
