import { exampleBucket } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachBucketRule } from '../subjects/bucket-cors-rules';

export const bucketEchoesEveryOrigin: Rule = {
  id: 'bucket-echoes-every-origin',
  severity: 'warning',
  family: 'exposure',
  title: 'An origin in the bucket\'s rules matches every site, such as https://*',
  why: 'S3 answers every site by name and adds Access-Control-Allow-Credentials: true, which it does not do for `*`: any page reads with the user\'s cookies.',
  fix: 'Write `*` if every site may read: S3 then allows no credentials. Otherwise list the origins.',
  see: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html',
    'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
  ],
  unless: 'Nothing that is served depends on cookies. Even then `*` says the same more simply.',
  noEdit: 'Only you can decide whether every site may read, or only a few.',
  example: () => ({
    wrong: exampleBucket({ AllowedOrigins: '[\'https://*\']', AllowedMethods: '[GET, HEAD]' }),
    right: exampleBucket({ AllowedOrigins: '[\'*\']', AllowedMethods: '[GET, HEAD]' }),
  }),
  check: eachBucketRule('AllowedOrigins', ({ allowedOrigins }, place) => {
    const wide = allowedOrigins.filter(matchesEverySite);
    return failIf(place, wide.length === 0 ? undefined : `lists ${wide.join(', ')}, which every site${wide.some(isForHttps) ? '' : ' on http'} matches`);
  }),
};

function matchesEverySite(entry: string): boolean {
  return entry !== '*' && entry.endsWith('*') && ['https://', 'http://'].some((scheme) => scheme.startsWith(entry.slice(0, -1)));
}

function isForHttps(entry: string): boolean {
  return 'https://'.startsWith(entry.slice(0, -1));
}
