import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf, type FailureDetails } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachPolicyCorsProperty } from '../subjects/headers-policy';

export const wildcardOriginDepth: Rule = {
  id: 'wildcard-origin-depth',
  severity: 'info',
  family: 'browser',
  title: 'An allowed origin begins with `*.`, and how many labels that stands for is not documented',
  why: 'Pages one level below can read under every assumption; AWS does not document for CloudFront whether pages two levels below can. S3 allows both.',
  fix: 'List origins of deeper subdomains by name, and let nothing you do not trust run on any subdomain.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html'],
  unless: 'All subdomains are one level deep.',
  noEdit: 'The template does not say which subdomains the pages are on.',
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [\'https://*.example.com\'] }' } }),
    right: exampleStack(),
  }),
  check: eachPolicyCorsProperty('AccessControlAllowOrigins', ({ allowOrigins }, place) => {
    const open = decided(allowOrigins).filter((origin) => /:\/\/\*\./.test(origin));
    return failIf(place, open.length === 0 ? undefined : `lists ${open.join(', ')}, which matches an undocumented number of subdomain levels`, whyFor(open));
  }),
};

function whyFor([entry = '']: readonly string[]): FailureDetails {
  return { why: `Pages on ${entry.replace('*', 'a')} can read under every assumption; AWS does not document for CloudFront whether those on ${entry.replace('*', 'a.b')} can. S3 allows both.` };
}
