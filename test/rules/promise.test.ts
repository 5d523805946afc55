/** What is read out of a hand-written stack, as a table: settings on the left, the promise on the right. */
import { known } from '../../lib/graph/types/known';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { alwaysPreflights } from '../../lib/rules/promise/page-header';
import type { CorsPromise } from '../../lib/rules/promise/promise';
import { promisedPaths } from '../../lib/rules/promise/promise';
import { graphOf } from './judging';

const APP = 'https://app.example.com';
const READ = { AllowedMethods: '[GET, HEAD]' };
const ALL = { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]' };
const SIMPLE = { ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c' };
const WITH_PREFLIGHT = { ResponseHeadersPolicyId: '5cc3b908-e619-4b99-88e5-2cf7f45965bd' };
const UNAWARE = { OriginRequestPolicyId: undefined };

function promiseIn(parts: ExampleParts, index = 0): CorsPromise | string | undefined {
  const promise = promisedPaths(graphOf(exampleStack(parts)))[index]?.promise ?? known(undefined);
  return promise.known ? promise.value : promise.reason;
}

const OF_POLICY: CorsPromise = {
  origins: [APP], methods: ['GET'], headers: [], anyHeader: true, credentials: false, certain: true,
  preflight: { kind: 'promised', because: 'OPTIONS is allowed and the policy allows every header' },
};
const NO_PREFLIGHT: CorsPromise = { ...OF_POLICY, anyHeader: false, preflight: { kind: 'none' } };

describe('who is heard', () => {
  test.each<[string, ExampleParts, CorsPromise | undefined]>([
    ['neither policy nor rules: no wish is shown', { rule: null, cors: null }, undefined],
    ['a policy without a CORS block is no wish', { rule: null, cors: null, behavior: { ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03' } }, undefined],
    ['rules for uploads alone are about the bucket\'s own endpoint', { rule: { AllowedMethods: '[PUT, POST]' }, cors: null, behavior: ALL }, undefined],
    ['an overriding policy speaks alone', { rule: { AllowedOrigins: '[\'*\']' } }, OF_POLICY],
    ['with a policy that yields, S3 is heard as well', { rule: { AllowedOrigins: '[https://other.example.com]' }, cors: { OriginOverride: 'false' } },
      { ...OF_POLICY, origins: [APP, 'https://other.example.com'] }],
    ['but not where S3 never sees Origin', { rule: { AllowedOrigins: '[https://other.example.com]' }, cors: { OriginOverride: 'false' }, behavior: UNAWARE }, OF_POLICY],
    ['without a policy the read rules speak', { cors: null, behavior: READ },
      { ...NO_PREFLIGHT, preflight: { kind: 'none' } }],
    ['a policy is heard without a word of the bucket', { rule: null }, OF_POLICY],
  ])('%s', (_, parts, expected) => {
    expect(promiseIn(parts)).toEqual(expected);
  });
});

describe('methods', () => {
  test.each<[string, ExampleParts, readonly string[]]>([
    ['the policy\'s, whatever the behavior allows', { cors: { AccessControlAllowMethods: '{ Items: [GET, PUT, DELETE] }' } }, ['GET', 'DELETE', 'PUT']],
    ['HEAD, OPTIONS and PATCH are not waited for', { cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, OPTIONS, PATCH] }' } }, ['GET']],
    ['ALL names none', { cors: { AccessControlAllowMethods: '{ Items: [ALL] }' } }, ['GET']],
    ['nor does the list of a managed policy', { cors: null, behavior: { ...ALL, ...WITH_PREFLIGHT }, rule: { AllowedMethods: '[GET]' } }, ['GET']],
    ['those of a read rule that the behavior lets through', { cors: null, rule: { AllowedMethods: '[GET, PUT]' }, behavior: ALL }, ['GET', 'PUT']],
    ['those it does not are for the bucket\'s own endpoint', { cors: null, rule: { AllowedMethods: '[GET, PUT]' } }, ['GET']],
  ])('%s', (_, parts, expected) => {
    expect(promiseIn(parts)).toMatchObject({ methods: expected });
  });
});

describe('headers', () => {
  const policy = (items: string): ExampleParts['cors'] => ({ AccessControlAllowHeaders: `{ Items: [${items}] }` });
  test.each<[string, ExampleParts, Pick<CorsPromise, 'anyHeader' | 'headers'>]>([
    ['named ones, in lower case', { cors: policy('X-One, X-Two') }, { anyHeader: false, headers: ['x-one', 'x-two'] }],
    ['`*` with OPTIONS allowed', { cors: policy('\'*\'') }, { anyHeader: true, headers: [] }],
    ['`*` without OPTIONS is a habit', { cors: policy('\'*\''), behavior: READ }, { anyHeader: false, headers: [] }],
    ['`*` where the bucket names those meant', { cors: policy('\'*\''), rule: { AllowedHeaders: '[X-One]' } }, { anyHeader: false, headers: ['x-one'] }],
    ['`*` and Authorization', { cors: policy('\'*\', Authorization') }, { anyHeader: true, headers: ['authorization'] }],
    ['a text that is no name of a header', { cors: null, rule: { AllowedHeaders: '[X One, X-Two]' } }, { anyHeader: false, headers: ['x-two'] }],
    ['some of whose values need a preflight, with OPTIONS', { cors: policy('Content-Type') }, { anyHeader: false, headers: ['content-type'] }],
    ['and without', { cors: policy('Content-Type, Range, Accept'), behavior: READ }, { anyHeader: false, headers: [] }],
    ['no page sends Origin or a response header', { cors: policy('Origin, Access-Control-Allow-Origin, X-One') }, { anyHeader: false, headers: ['x-one'] }],
    ['a rule that allows Authorization alone is the sample of the S3 console', { cors: null, rule: { AllowedHeaders: '[Authorization]' }, behavior: READ }, { anyHeader: false, headers: [] }],
    ['patterns', { cors: policy('x-amz-*') }, { anyHeader: false, headers: ['x-amz-*'] }],
  ])('%s', (_, parts, expected) => {
    expect(promiseIn(parts)).toMatchObject(expected);
  });
});

describe('preflights', () => {
  const named = { AccessControlAllowHeaders: '{ Items: [X-One, Priority, If-None-Match] }' };
  test.each<[string, ExampleParts, CorsPromise['preflight']]>([
    ['a named header', { cors: named, behavior: READ }, { kind: 'promised', because: 'x-one is named by the policy' }],
    ['the header that needs one most is told', { cors: { AccessControlAllowHeaders: '{ Items: [Accept, X-One] }' } }, { kind: 'promised', because: 'x-one is named by the policy' }],
    ['a named method', { cors: { AccessControlAllowMethods: '{ Items: [PUT] }' }, behavior: READ }, { kind: 'promised', because: 'PUT is named by the policy' }],
    ['POST may go out without', { cors: { AccessControlAllowMethods: '{ Items: [POST] }' }, behavior: READ }, { kind: 'none' }],
    ['a managed policy made for them', { cors: null, rule: null, behavior: { ...READ, ...WITH_PREFLIGHT } }, { kind: 'promised', because: 'the managed policy CORS-With-Preflight is made for preflights' }],
    ['SimpleCORS promises none', { cors: null, rule: null, behavior: SIMPLE }, { kind: 'none' }],
    ['a habit is no promise', { cors: null, behavior: READ }, { kind: 'none' }],
    ['rules without headers', { cors: null, rule: { AllowedHeaders: undefined } }, { kind: 'none' }],
  ])('%s', (_, parts, expected) => {
    expect(promiseIn(parts)).toMatchObject({ preflight: expected });
  });

  test.each([['x-one', true], ['authorization', true], ['if-none-match', true], ['content-type', false], ['range', false], ['accept-language', false], ['origin', false], ['cookie', false]])(
    'the header %s always needs one: %s', (name, expected) => {
      expect(alwaysPreflights(name)).toBe(expected);
    });
});

describe('certainty: no other honest story explains the settings', () => {
  const unaware: ExampleParts = { cors: null, behavior: { ...READ, ...UNAWARE } };
  const path = (lines: string): ExampleParts['distribution'] =>
    ({ CacheBehaviors: `[{ PathPattern: fonts/*, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6${lines} }]` });
  test.each<[string, ExampleParts, number, boolean]>([
    ['read rules behind a behavior that does nothing for CORS', unaware, 0, true],
    ['rules that allow uploads as well may be for the bucket\'s own endpoint', { ...unaware, rule: { AllowedMethods: '[GET, PUT]' } }, 0, false],
    ['but not a rule for reading beside one for uploads', { ...unaware, rule: { AllowedMethods: '[GET]\n        - { AllowedOrigins: ["*"], AllowedMethods: [GET, PUT] }', AllowedHeaders: undefined } }, 0, true],
    ['unless the behavior forwards Origin', { cors: null, rule: { AllowedMethods: '[GET, PUT]' } }, 0, true],
    ['the rules may be for a path that does care', { ...unaware, distribution: path(', OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf') }, 1, false],
    ['two paths of which none cares', { ...unaware, distribution: path('') }, 1, true],
    ['a policy is always certain', { behavior: UNAWARE }, 0, true],
  ])('%s', (_, parts, index, expected) => {
    expect(promiseIn(parts, index)).toMatchObject({ certain: expected });
  });
});

describe('what is unknown in policy or bucket makes the promise unknown', () => {
  const imported = { DomainName: 'other-team.s3.eu-west-1.amazonaws.com' };
  test.each<[string, ExampleParts, string]>([
    ['a policy by an id of somebody else', { cors: null, behavior: { ResponseHeadersPolicyId: 'abc' } }, 'the response headers policy abc is not a resource of these templates'],
    ['a list that is a parameter', { cors: { AccessControlAllowMethods: '{ Items: !Split [",", !Ref "AWS::StackName"] }' } }, ''],
    ['a bucket outside the templates, without a policy', { cors: null, origin: imported }, 'the bucket other-team is not a resource of these templates'],
  ])('%s', (_, parts, expected) => {
    expect(promiseIn(parts)).toEqual(expected === '' ? expect.any(String) : expected);
  });

  test('a policy promises by itself, also in front of a bucket that cannot be seen', () => {
    expect(promiseIn({ origin: imported })).toEqual(OF_POLICY);
  });

  test('origins decided at deployment are promised as what they stand for', () => {
    const text = exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [!Ref App] }' } });
    const [path] = promisedPaths(graphOf(`Parameters: { App: { Type: String } }\nResources:\n${text.replace(/^(?=.)/gm, '  ')}`));
    expect(path?.promise.known && path.promise.value?.origins).toEqual(['⟨Web.App⟩']);
  });
});
