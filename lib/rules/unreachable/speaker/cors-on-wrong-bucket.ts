import { valueOr } from '../../../graph/types/known';
import type { Bucket } from '../../../graph/types';
import { assetPaths } from '../../subjects/asset-path';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import { caresForCors } from '../../promise/promise';
import { readRules } from '../../promise/cors-wish';
import type { Rule } from '../../engine/rule';

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
  fix: 'Move the rules to the bucket that is the origin.',
  see: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html'],
  unless: 'Pages read this bucket directly, with presigned URLs.',
  example: {
    wrong: exampleStack({ rule: null, cors: null, more: UPLOADS }),
    right: exampleStack({ more: UPLOADS }),
  },
  check: (graph) => {
    const paths = assetPaths(graph);
    const served = new Set(paths.map(({ bucket }) => valueOr(bucket, undefined)));
    const bare = paths.find((path) => path.bucket.known && caresForCors(path) && rulesOf(path.bucket.value)?.length === 0)?.bucket;
    return graph.buckets
      .filter((bucket) => !served.has(bucket) && readRules(rulesOf(bucket) ?? []).length > 0)
      .map((bucket) => failIf(
        { address: bucket.address, path: 'Properties.CorsConfiguration' },
        bare?.known ? `has CORS rules for reading and is no origin, while the origin ${bare.value.address.logicalId} has none` : undefined,
      ));
  },
};

/** No configuration reads as no rules; nothing when it is unknown. */
function rulesOf({ cors }: Bucket): NonNullable<Extract<Bucket['cors'], { known: true }>['value']> | undefined {
  return cors.known ? cors.value ?? [] : undefined;
}
