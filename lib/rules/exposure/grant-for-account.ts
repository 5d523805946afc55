import type { PolicyStatement } from '../../graph/types';
import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachStatement } from '../subjects/statements';

export const grantForAccount: Rule = {
  id: 'grant-for-account',
  severity: 'info',
  family: 'exposure',
  title: 'The bucket lets in every distribution of the account',
  why: 'Whoever may create a distribution in the account can publish the bucket\'s files.',
  fix: 'Name the distribution in AWS:SourceArn, unless the bucket\'s stack cannot know it.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  ],
  unless: 'Bucket and distribution are in different stacks: naming the distribution would make the two depend on each other.',
  noEdit: 'No template says which other distributions of the account read the bucket.',
  example: () => ({
    wrong: exampleStack({ statement: { Condition: '{ ArnLike: { AWS:SourceArn: !Sub \'arn:aws:cloudfront::${AWS::AccountId}:distribution/*\' } }' } }),
    right: exampleStack(),
  }),
  check: eachStatement((statement, place) => {
    if (!isForCloudFront(statement)) {
      return undefined;
    }
    const sources = decided(statement.conditions).filter(({ key }) => /^aws:source(arn|account)$/i.test(key));
    const isWide = sources.length > 0 && sources.every(({ key, values }) => /account$/i.test(key) || values.some((value) => value.endsWith(':distribution/*')));
    return failIf(place, isWide ? 'every distribution of the account is let in' : undefined);
  }),
};

function isForCloudFront({ effect, principals }: PolicyStatement): boolean {
  return effect.known && effect.value === 'Allow' && principals.known && !principals.value.negated && principals.value.services.includes('cloudfront.amazonaws.com');
}
