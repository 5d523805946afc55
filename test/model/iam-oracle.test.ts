import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import fc from 'fast-check';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { PolicyStatement } from '../../lib/graph/types';
import { evaluateStatements } from '../../lib/model/s3/iam-policy';
import { answerTo } from '../../lib/model/undecided';
import { holdsInTime } from '../drawing';

const DISTRIBUTION = 'arn:aws:cloudfront::111122223333:distribution/E1';
const OBJECT = 'arn:aws:s3:::files/fonts/a.woff2';

type Json = Record<string, unknown>;

/** What the documentation of the global condition keys says of CloudFront with an origin access control; all other keys are absent. */
const CONTEXT = {
  'aws:SourceArn': DISTRIBUTION, 'aws:SourceAccount': '111122223333', 'aws:PrincipalIsAWSService': 'true',
  'aws:PrincipalServiceName': 'cloudfront.amazonaws.com', 'aws:SecureTransport': 'true', 'aws:SourceIp': '130.176.0.1',
};

const KEYS: Readonly<Record<string, readonly string[]>> = {
  'AWS:SourceArn': [DISTRIBUTION, 'arn:aws:cloudfront::111122223333:distribution/E2', 'arn:aws:cloudfront::111122223333:distribution/*', 'arn:aws:cloudfront::*:distribution/E?'],
  'aws:sourceaccount': ['111122223333', '999999999999'],
  'aws:PrincipalOrgID': ['o-1', 'o-*'],
  'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/admin', '*'],
  'aws:PrincipalTag/team': ['web'],
  'aws:SourceVpce': ['vpce-1'],
  'aws:SourceVpc': ['vpc-1'],
  'aws:PrincipalServiceName': ['cloudfront.amazonaws.com', 'logging.s3.amazonaws.com'],
};
const BOOLEANS = ['aws:SecureTransport', 'aws:PrincipalIsAWSService', 'aws:MultiFactorAuthPresent'];

const some = (values: readonly string[]) => fc.subarray([...values], { minLength: 1 });
const texts = fc.constantFrom(...Object.keys(KEYS)).chain((key) => fc.record({
  quantifier: fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:'),
  operator: fc.constantFrom('StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike', ...(key.endsWith('Arn') ? ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'] : [])),
  ifExists: fc.constantFrom('', '', 'IfExists'), values: some(KEYS[key] ?? []),
}).map(({ quantifier, operator, ifExists, values }): Json => ({ [`${quantifier}${operator}${ifExists}`]: { [key]: values } })));
const booleans = fc.tuple(fc.constantFrom('Bool', 'BoolIfExists', 'Null'), fc.constantFrom(...BOOLEANS), fc.constantFrom('true', 'false'))
  .map(([operator, key, value]): Json => ({ [operator]: { [key]: value } }));
const absence = fc.tuple(fc.constantFrom(...Object.keys(KEYS)), fc.constantFrom('true', 'false')).map(([key, value]): Json => ({ Null: { [key]: value } }));
const addresses = fc.tuple(fc.constantFrom('IpAddress', 'NotIpAddress', 'IpAddressIfExists', 'NotIpAddressIfExists'), some(['10.0.0.0/8', '203.0.113.0/24', '192.0.2.7/32']))
  .map(([operator, ranges]): Json => ({ [operator]: { 'aws:SourceIp': ranges } }));

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  principal: fc.constantFrom<Json>({ Principal: '*' }, { Principal: { AWS: '*' } }, { Principal: { Service: 'cloudfront.amazonaws.com' } },
    { Principal: { Service: ['logging.s3.amazonaws.com', 'cloudfront.amazonaws.com'] } }, { Principal: { Service: 'logging.s3.amazonaws.com' } }),
  action: fc.constantFrom<Json>({ Action: 's3:GetObject' }, { Action: ['s3:PutObject', 's3:Get*'] }, { Action: 's3:*' }, { Action: 's3:ListBucket' }, { NotAction: 's3:GetObject' }, { NotAction: 's3:Put*' }),
  resource: fc.constantFrom<Json>({ Resource: 'arn:aws:s3:::files/*' }, { Resource: ['arn:aws:s3:::files', 'arn:aws:s3:::files/fonts/*'] }, { Resource: 'arn:aws:s3:::files/private/*' },
    { NotResource: 'arn:aws:s3:::files/private/*' }, { NotResource: 'arn:aws:s3:::files/fonts/*' }),
  conditions: fc.array(fc.oneof({ weight: 5, arbitrary: texts }, booleans, absence, addresses), { maxLength: 2 }),
}).map(({ Effect, principal, action, resource, conditions }): Json => ({
  Effect, ...principal, ...action, ...resource, ...(conditions.length === 0 ? {} : { Condition: Object.assign({}, ...conditions) as Json }),
}));

function statementsOf(statements: readonly Json[]): readonly PolicyStatement[] {
  const { worlds: [graph] } = readTemplates([{ name: 'Web', template: { Resources: {
    Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'files', PolicyDocument: { Version: '2012-10-17', Statement: statements } } },
  } } }]);
  const read = graph?.buckets[0]?.policies[0]?.statements;
  if (!read?.known) {
    throw new Error('the statements are not read');
  }
  return read.value;
}

async function oracle(statements: readonly Json[]): Promise<string> {
  const simulation: Simulation = {
    request: { principal: 'cloudfront.amazonaws.com', action: 's3:GetObject', resource: { resource: OBJECT, accountId: '111122223333' }, contextVariables: CONTEXT },
    identityPolicies: [], serviceControlPolicies: [], resourceControlPolicies: [], resourcePolicy: { Version: '2012-10-17', Statement: statements },
  };
  const result = await runSimulation(simulation, {});
  if (result.resultType !== 'single') {
    throw new Error(JSON.stringify(result));
  }
  return { Allowed: 'allow', ExplicitlyDenied: 'deny', ImplicitlyDenied: 'none' }[result.overallResult];
}

test('generated bucket policies say to CloudFront what an independent evaluator of IAM says', async () => {
  const seen = new Map<string, number>();
  await holdsInTime('iam-oracle', fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 3 }), async (statements) => {
    const ours = answerTo(() => evaluateStatements(statementsOf(statements), {
      caller: { kind: 'distribution', arn: DISTRIBUTION }, action: 's3:GetObject', resource: OBJECT, secure: true, otherArns: { has: () => false },
    }));
    expect(ours).toEqual({ known: true, value: await oracle(statements) });
    seen.set(ours.known ? ours.value : 'unknown', (seen.get(ours.known ? ours.value : 'unknown') ?? 0) + 1);
  }), 1_000);
  // Each answer is met often enough to mean something
  expect([...seen].filter(([, count]) => count > 100).map(([answer]) => answer).sort()).toEqual(['allow', 'deny', 'none']);
});
