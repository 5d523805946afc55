import { valueOr } from '../../../graph/types/known';
import { answerOr } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { corsOf, readRules } from '../../promise/cors-wish';
import { caresForCors } from '../../promise/promise';
import { assetPaths, bucketRules } from '../../subjects/asset-path';
import { bucketTitle } from '../../subjects/deliveries';

const UPLOADS = `
Uploads:
  Type: AWS::S3::Bucket
  Properties:
    CorsConfiguration:
      CorsRules:
        - { AllowedOrigins: [https://app.example.com], AllowedMethods: [GET, HEAD] }
`;

export const corsOnWrongBucket: Rule = {
  id: 'cors-on-wrong-bucket',
  severity: 'warning',
  family: 'unreachable',
  title: 'The CORS rules are on a bucket that no distribution serves, and the bucket that is served has none',
  why: 'S3 answers by the rules of the bucket that is asked: the rules of another one permit nothing.',
  fix: 'Give the bucket that is the origin CORS rules, and keep these only if pages read this bucket directly.',
  see: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html'],
  unless: 'Pages read this bucket directly, with presigned URLs.',
  example: () => ({
    wrong: exampleStack({ rule: null, cors: null, more: UPLOADS }),
    right: exampleStack({ more: UPLOADS }),
  }),
  check: (graph) => {
    const paths = assetPaths(graph);
    const served = new Set(paths.map(({ bucket }) => valueOr(bucket, undefined)));
    // Where a policy answers, the bucket need not
    const bare = paths.find(
      (path) => caresForCors(path) && answerOr(false, () => !corsOf(path.behavior) && bucketRules(path).length === 0),
    );
    const message = bare?.bucket.known ? `has CORS rules for reading and is not an origin, while the origin ${bucketTitle(bare.bucket.value)} has none` : undefined;
    return graph.buckets
      .filter((bucket) => !served.has(bucket) && readRules(valueOr(bucket.cors, undefined) ?? []).length > 0)
      .map(({ address }) => failIf({ address, path: 'Properties.CorsConfiguration' }, message));
  },
};
