import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachHeadersPolicy } from '../../subjects/headers-policies';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-response-headers-policies
const MOST_HEADERS = 10;
const LONGEST_VALUE = 1_783;

const items = (count: number) => `{ Items: [${Array.from({ length: count }, (_, index) => `{ Header: X-Part-${index + 1}, Value: 'on', Override: true }`).join(', ')}] }`;

export const customHeadersTooMany: Rule = {
  id: 'custom-headers-too-many',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy sets more than 10 custom headers, or one that is too long',
  why: 'CloudFront refuses the policy (TooManyCustomHeadersInResponseHeadersPolicy), so the stack does not deploy.',
  fix: 'Keep at most 10 custom headers with values of at most 1,783 characters. Headers that differ from file to file belong to the objects in the bucket.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateResponseHeadersPolicy.html',
  ],
  unless: 'Your account has a higher quota of custom headers: it can be raised on request.',
  noEdit: 'Only you know which of the headers the site can do without.',
  example: () => ({
    wrong: exampleStack({ policy: { CustomHeadersConfig: items(MOST_HEADERS + 1) } }),
    right: exampleStack({ policy: { CustomHeadersConfig: items(MOST_HEADERS) } }),
  }),
  check: eachHeadersPolicy('CustomHeadersConfig', ({ customHeaders }, place) => {
    const headers = decided(customHeaders);
    const long = headers.find(({ value }) => decided(value).length > LONGEST_VALUE);
    return failIf(place, headers.length > MOST_HEADERS ? `sets ${headers.length} custom headers`
      : long && `sets ${decided(long.header)} to ${decided(long.value).length} characters`);
  }),
};
