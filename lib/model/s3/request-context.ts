import { arnFields } from '../../graph/types/symbolic-text';

/** Who asks. */
export type S3Caller =
  | { readonly kind: 'distribution'; readonly arn: string }
  | { readonly kind: 'origin-access-identity'; readonly canonicalUserId: string; readonly iamArn: string }
  | { readonly kind: 'anonymous' }
  /** Someone of the bucket's account who signed a URL; their own permissions are taken for granted. */
  | { readonly kind: 'presigned' };

/** What a condition key holds for a request: a value, nothing (the key is absent), or a value that the templates do not tell. */
export type ContextValue = { readonly value: string } | { readonly unsure: string } | { readonly network: 'CloudFront' | 'viewer' } | undefined;

/**
 * The value of a condition key in a request to S3; `key` is lower case.
 *
 * CloudFront with an origin access control is a service principal: it comes from no VPC endpoint and belongs to no organization, so the
 * keys that data perimeters ask for are absent, which makes their negated operators true. An origin access identity is a canonical user
 * with none of these keys and no SourceArn.
 */
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html ("Availability" of each key)
export function contextValue(key: string, caller: S3Caller, secure: boolean): ContextValue {
  if (key === 'aws:securetransport') {
    return { value: String(secure) };
  }
  if (ABSENT.has(key) || ABSENT_FAMILIES.some((family) => key.startsWith(family))) {
    return caller.kind === 'presigned' && OF_SIGNERS.test(key) ? { unsure: `${key} is that of whoever signed the URL` } : undefined;
  }
  if (key === 'aws:sourceip') {
    return { network: caller.kind === 'distribution' || caller.kind === 'origin-access-identity' ? 'CloudFront' : 'viewer' };
  }
  return valuesOf(caller)[key] ?? (FOR_SERVICES.has(key) && caller.kind !== 'distribution' ? undefined : { unsure: `what ${key} holds for this request is not documented` });
}

/** Present only for requests through a VPC endpoint, by a member of an organization, or by an IAM identity. */
const ABSENT: ReadonlySet<string> = new Set([
  'aws:sourcevpce', 'aws:sourcevpc', 'aws:vpcsourceip', 'aws:sourcevpcarn', 'aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths',
  'aws:principalorgid', 'aws:principalorgpaths', 'aws:principalarn', 'aws:username', 'aws:federatedprovider', 'aws:tokenissuetime',
  'aws:multifactorauthpresent', 'aws:multifactorauthage', 'aws:sourceidentity', 'aws:ec2instancesourcevpc', 'aws:ec2instancesourceprivateipv4',
]);

const ABSENT_FAMILIES = ['aws:principaltag/', 'aws:requesttag/', 'saml:', 'cognito-identity.amazonaws.com:'];

const OF_SIGNERS = /^aws:(principal|username|federated|token|multifactor|sourceidentity)/;

/** Present only where a service asks by itself. */
const FOR_SERVICES: ReadonlySet<string> = new Set(['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:principalservicename', 'aws:principalservicenameslist']);

function valuesOf(caller: S3Caller): Readonly<Record<string, ContextValue>> {
  switch (caller.kind) {
    case 'distribution':
      return {
        'aws:sourcearn': { value: caller.arn },
        'aws:sourceaccount': { value: arnFields(caller.arn)[4] ?? '' },
        'aws:sourceorgid': { unsure: 'whether the account of the distribution belongs to an organization is not part of the templates' },
        'aws:principalisawsservice': { value: 'true' },
        'aws:principalservicename': { value: 'cloudfront.amazonaws.com' },
      };
    case 'anonymous':
      return { 'aws:principalisawsservice': { value: 'false' }, 'aws:principaltype': { value: 'Anonymous' }, 'aws:principalaccount': { value: 'anonymous' } };
    case 'origin-access-identity':
    case 'presigned':
      return { 'aws:principalisawsservice': { value: 'false' } };
  }
}
