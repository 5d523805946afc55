import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachDistribution } from '../../subjects/deliveries';

export const noOrigins: Rule = {
  id: 'no-origins',
  severity: 'error',
  family: 'deploy',
  title: 'A distribution has no origins',
  why: 'CloudFront refuses the distribution, so the stack does not deploy.',
  fix: 'Write Origins as a list with at least one origin, directly below DistributionConfig.',
  see: ['https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origins.html'],
  unless: 'Never: the API wants at least one origin.',
  noEdit: 'The template does not say which origin is meant.',
  example: () => ({
    wrong: exampleStack().replace(/ {6}Origins:\n(?: {8}.*\n)+/, '      Origins: []\n'),
    right: exampleStack(),
  }),
  check: eachDistribution('Origins', ({ origins }, place) =>
    failIf(place, decided(origins).length === 0 ? 'there is no origin in this list' : undefined)),
};
