import { isSymbolic } from '../../../graph/types/symbolic-text';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass, unknownAt } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachOrigin } from '../../subjects/deliveries';

const PREFIX = 'origin-access-identity/cloudfront/';
const IDENTITY = `
Identity:
  Type: AWS::CloudFront::CloudFrontOriginAccessIdentity
  Properties:
    CloudFrontOriginAccessIdentityConfig: { Comment: assets }`;
const BY_IDENTITY = { Principal: '{ CanonicalUser: !GetAtt Identity.S3CanonicalUserId }', Condition: undefined };
const originWith = (identity: string) => ({ OriginAccessControlId: undefined, S3OriginConfig: `{ OriginAccessIdentity: ${identity} }` });

export const accessIdentityFormat: Rule = {
  id: 'access-identity-format',
  severity: 'error',
  family: 'deploy',
  title: 'The origin access identity of an origin is not written as origin-access-identity/cloudfront/ID',
  why: 'CloudFront refuses the distribution (InvalidOriginAccessIdentity: the specified origin access identity does not exist or is not valid), with the next change at the latest.',
  fix: `Write !Sub '${PREFIX}\${Identity}', or better: replace the identity with an origin access control.`,
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_S3OriginConfig.html',
    'https://github.com/serverless/serverless/issues/11729',
  ],
  unless: 'Never: CloudFront takes no other form.',
  example: () => ({
    wrong: exampleStack({ origin: originWith('!Ref Identity'), statement: BY_IDENTITY, more: IDENTITY }),
    right: exampleStack({ origin: originWith(`!Sub '${PREFIX}\${Identity}'`), statement: BY_IDENTITY, more: IDENTITY }),
  }),
  check: eachOrigin('S3OriginConfig.OriginAccessIdentity', ({ accessIdentityPath: text = '' }, place, _distribution, graph) => {
    if (text === '') {
      return undefined;
    }
    if (text.startsWith(PREFIX)) {
      return pass(place);
    }
    const isOwn = graph.originAccessIdentities.some(({ id, canonicalUserId, iamArn }) => [id, canonicalUserId, iamArn].includes(text));
    return isSymbolic(text) && !isOwn ? unknownAt(place, `${text} is decided at deployment`) : fail(place, `${text} does not begin with ${PREFIX}`);
  }),
};
