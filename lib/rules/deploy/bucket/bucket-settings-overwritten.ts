import type { Bucket } from '../../../graph/types';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf, judged } from '../../engine/judge';
import type { Rule } from '../../engine/rule';

const settings = (origin: string, statements = ''): string => `
Settings:
  Type: Custom::CorsAssetsBucketSettings
  Properties:
    ServiceToken: arn:aws:lambda:eu-west-1:111122223333:function:settings
    BucketName: !Ref Assets
    CorsRules: [{ AllowedOrigins: [${origin}], AllowedMethods: [GET, HEAD], AllowedHeaders: ['*'] }]
    PolicyStatements: [${statements}]`;
const READ = '{ Effect: Allow, Principal: { Service: cloudfront.amazonaws.com }, Action: s3:GetObject, Resource: !Sub "${Assets.Arn}/*", '
  + 'Condition: { StringEquals: { AWS:SourceArn: !Sub "arn:aws:cloudfront::${AWS::AccountId}:distribution/${Distribution}" } } }';

export const bucketSettingsOverwritten: Rule = {
  id: 'bucket-settings-overwritten',
  severity: 'warning',
  family: 'deploy',
  title: 'applyBucketSettings() adds rules to a bucket whose own rules or policy another stack sets',
  why: 'CloudFormation writes the whole list when it changes the bucket\'s CORS rules or its policy, and what was added is gone: pages are refused from then on.',
  fix: 'Pass the bucket of the app to the construct, in place of importing it by its name: its own stack then sets the rules. Or leave the rules and the policy to one of the two.',
  see: ['https://github.com/aws/aws-cdk/issues/29653', 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html'],
  unless: 'The bucket\'s own stack never changes its CORS rules and its policy again.',
  noEdit: 'Only you can decide which of the two stacks sets the rules and the policy.',
  example: () => ({
    wrong: exampleStack({ more: settings('https://www.example.com') }),
    right: exampleStack({ rule: null, statement: null, more: settings('https://app.example.com', READ) }),
  }),
  check: (graph) => graph.buckets.flatMap((bucket) => (bucket.imported ? [] : bucket.settings ?? []).flatMap(({ address }) =>
    judged({ address, path: 'Properties.BucketName' }, (place) => {
      const own = ownSettings(bucket);
      return failIf(place, own.length === 0 ? undefined : `these templates make the bucket ${bucket.address.logicalId} and set its ${own.join(' and its ')}`);
    }))),
};

function ownSettings({ cors, policies, settings = [] }: Bucket): readonly string[] {
  const added = settings.flatMap((each) => decided(each.cors)).length;
  return [
    ...((decided(cors) ?? []).length > added ? ['CORS rules'] : []),
    ...(policies.some(({ merged }) => !merged) ? ['policy'] : []),
  ];
}
