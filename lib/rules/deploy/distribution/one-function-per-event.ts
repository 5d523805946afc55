import type { EdgeFunction } from '../../../graph/types';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachBehavior } from '../../subjects/deliveries';

const ARN = 'arn:aws:cloudfront::111122223333:function';

export const oneFunctionPerEvent: Rule = {
  id: 'one-function-per-event',
  severity: 'error',
  family: 'deploy',
  title: 'A behavior has two functions for one event, or a CloudFront function and a Lambda@Edge function at the viewer',
  why: 'CloudFront refuses the distribution, so the stack does not deploy.',
  fix: 'Put both tasks into one function. At the viewer events use CloudFront functions alone or Lambda@Edge alone; Lambda@Edge at origin-request and origin-response goes with either.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_FunctionAssociations.html',
  ],
  unless: 'Never: an event of a behavior has one function.',
  noEdit: 'Only the authors of the two functions know which one stays, or how to merge them.',
  example: () => ({
    wrong: exampleStack({ behavior: { FunctionAssociations: `[{ EventType: viewer-request, FunctionARN: '${ARN}/auth' }, { EventType: viewer-request, FunctionARN: '${ARN}/index' }]` } }),
    right: exampleStack({ behavior: { FunctionAssociations: `[{ EventType: viewer-response, FunctionARN: '${ARN}/headers' }]` } }),
  }),
  check: eachBehavior('', ({ edgeFunctions }, place) => {
    const functions = decided(edgeFunctions);
    return functions.length === 0 ? undefined : failIf(place, twice(functions) ?? mixed(functions));
  }),
};

function twice(functions: readonly EdgeFunction[]): string | undefined {
  const events = functions.map(({ event }) => decided(event));
  const event = events.find((each, index) => events.indexOf(each) < index);
  return event && `there are two functions for ${event}`;
}

function mixed(functions: readonly EdgeFunction[]): string | undefined {
  const kinds = new Set(functions.filter(({ event }) => decided(event).startsWith('viewer-')).map(({ kind }) => kind));
  return kinds.size > 1 ? 'the viewer events have a CloudFront function and a Lambda@Edge function' : undefined;
}
