/**
 * No error without a witness: what AWS answers to the deployment, an exchange that goes wrong with the mistake and right
 * without, or somebody who gets what they should not.
 */
import { validateBucketCors } from '../../lib/contract/bucket-cors-validation';
import type { DeliveryGraph, PolicyStatement } from '../../lib/graph/types';
import { exchange } from '../../lib/model';
import { evaluateStatements, type S3Caller } from '../../lib/model/s3/iam-policy';
import { RULES } from '../../lib/rules/catalogue';
import { EXCHANGES, PAGE } from './exchange-witnesses';
import { graphOf, ruleOf } from './judging';
import { REFUSALS } from './recorded-refusals';

/** Rules about requests, whose witnesses are elsewhere. */
const ELSEWHERE = ['disagreement', 'cache', 'browser'];

const STRANGER: S3Caller = { kind: 'distribution', arn: 'arn:aws:cloudfront::999999999999:distribution/ESTRANGER' };

/** Somebody who gets with the mistake what is refused without. */
const GAINS: Readonly<Record<string, (graph: DeliveryGraph) => boolean>> = {
  // Any viewer: CloudFront signs a PUT for whoever sends it
  'grant-beyond-reading': (graph) => gets(graph, distributionOf(graph), 's3:PutObject', '/x') && allowsEverybody(graph, 'PUT'),
  'grant-without-source': (graph) => gets(graph, STRANGER, 's3:GetObject', '/x'),
  'list-without-root-object': (graph) => gets(graph, distributionOf(graph), 's3:ListBucket', '') && asksForRoot(graph),
  'public-acl': (graph) => listsByAcl(graph),
  // A page with the bucket's own URL
  'public-beside-access-control': (graph) => exchange(graph, { ...PAGE, target: 'bucket' }).readable,
};

function statements(graph: DeliveryGraph): readonly PolicyStatement[] {
  return graph.buckets.flatMap(({ policies }) => policies.flatMap((policy) => (policy.statements.known ? policy.statements.value : [])));
}

function gets(graph: DeliveryGraph, caller: S3Caller, action: string, path: string): boolean {
  const resource = `${graph.buckets[0]?.arn ?? ''}${path}`;
  const otherArns = { has: (arn: string) => caller === STRANGER || arn === graph.buckets[0]?.arn };
  return evaluateStatements(statements(graph), { caller, action, resource, secure: true, otherArns }) === 'allow';
}

function distributionOf(graph: DeliveryGraph): S3Caller {
  return { kind: 'distribution', arn: graph.distributions[0]?.arn ?? '' };
}

function allowsEverybody(graph: DeliveryGraph, method: string): boolean {
  const behaviors = graph.distributions[0]?.behaviors;
  return behaviors?.known === true && behaviors.value.some(({ allowedMethods, trustedKeyGroups }) =>
    allowedMethods.known && allowedMethods.value.includes(method) && trustedKeyGroups.known && trustedKeyGroups.value.length === 0);
}

function asksForRoot(graph: DeliveryGraph): boolean {
  const root = graph.distributions[0]?.defaultRootObject;
  return root?.known === true && root.value === undefined;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl AllUsers get READ, which lists the bucket */
function listsByAcl(graph: DeliveryGraph): boolean {
  const [bucket] = graph.buckets;
  const block = bucket?.publicAccessBlock;
  return bucket?.accessControl.known === true && bucket.accessControl.value === 'PublicRead'
    && block?.known === true && block.value.ignorePublicAcls.known && !block.value.ignorePublicAcls.value;
}

const examples = (id: string) => {
  const { wrong, right } = ruleOf(id).example();
  return { wrong: graphOf(wrong), right: graphOf(right) };
};

test('every error rule that is not about requests has a witness here, and only those', () => {
  const errors = RULES.filter(({ severity, family }) => severity === 'error' && !ELSEWHERE.includes(family)).map(({ id }) => id);
  const witnesses = [...Object.keys(REFUSALS), ...Object.keys(EXCHANGES), ...Object.keys(GAINS)];
  const aboutRequests = RULES.filter(({ family }) => family === 'unreachable').map(({ id }) => id).filter((id) => !(id in EXCHANGES));
  expect(errors.filter((id) => !witnesses.includes(id) && !aboutRequests.includes(id))).toEqual([]);
  expect(witnesses.filter((id) => !errors.includes(id))).toEqual([]);
});

describe('AWS refuses the template', () => {
  test.each(Object.entries(REFUSALS))('%s: %s', (id, says) => {
    const { family, see, why } = ruleOf(id);
    expect(family).toBe('deploy');
    if (says.startsWith('https://')) {
      expect(see).toContain(says);
    }
    expect(why).toMatch(/refuse/);
  });

  test.each(Object.keys(REFUSALS).filter((id) => id.startsWith('bucket-cors-')))('%s: as S3, or CloudFormation before it, answers', (id) => {
    const [wrong, right] = [examples(id).wrong, examples(id).right].map((graph) => {
      const cors = graph.buckets[0]?.cors;
      return validateBucketCors(cors?.known ? (cors.value ?? []) : []);
    });
    expect(right).toBeUndefined();
    // What the schema of the resource refuses does not get as far as S3
    const bySchema = ['bucket-cors-duplicates', 'bucket-cors-limits'].includes(id);
    expect(wrong?.message).toBe(bySchema ? undefined : REFUSALS[id]);
  });
});

describe('a request fails', () => {
  test.each(Object.entries(EXCHANGES))('%s', (id, request) => {
    const { wrong, right } = examples(id);
    expect(exchange(wrong, request).verdict).toBe('blocked');
    expect(exchange(right, request).verdict).toBe('allowed');
  });
});

describe('somebody gets what they should not', () => {
  test.each(Object.entries(GAINS))('%s', (id, gain) => {
    const { wrong, right } = examples(id);
    expect(gain(wrong)).toBe(true);
    expect(gain(right)).toBe(false);
  });
});
