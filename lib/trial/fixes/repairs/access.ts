/** Repairs of who may read a bucket. */
import { isSameResource } from '../../../graph/types/same-resource';
import { valueOr } from '../../../graph/types/known';
import type { Address, Bucket, Distribution, Origin } from '../../../graph/types';
import { editAt } from '../edit';
import type { Edit } from '../edit';
import { keysOf } from '../json';
import { freeId, raw, rawList, resourceOnce, set } from './context';
import type { Repair, RepairContext } from './context';

/** An origin with its bucket. */
export interface Delivery {
  readonly distribution: Distribution;
  readonly origin: Origin;
  readonly bucket: Bucket;
}

/** The origins with buckets at the place of a finding: the one in which it stands, or all of the distribution. */
export function deliveriesHere({ finding: { place }, graph }: RepairContext): readonly Delivery[] {
  const all = graph.distributions
    .filter(({ address }) => isSameResource(address, place.address))
    .flatMap((distribution) =>
      valueOr(distribution.origins, []).flatMap((origin): readonly Delivery[] => {
        const bucket = 'bucket' in origin.target ? valueOr(origin.target.bucket, undefined) : undefined;
        return bucket === undefined ? [] : [{ distribution, origin, bucket }];
      }),
    );
  const here = all.filter(({ origin: { path } }) => place.path === path || place.path.startsWith(`${path}.`));
  return here.length > 0 ? here : all;
}

function deliveryHere(context: RepairContext): Delivery | undefined {
  const { finding: { place } } = context;
  return deliveriesHere(context).find(({ origin: { path } }) => place.path === path || place.path.startsWith(`${path}.`));
}

/** What signs the requests: an access control, or the identity of old; one is made where there is none. */
export const admitDistribution: Repair = (context) => {
  const delivery = deliveryHere(context);
  if (delivery === undefined || delivery.distribution.address.stack !== delivery.bucket.address.stack) {
    return [];
  }
  const { distribution, origin } = delivery;
  const identity = valueOr(origin.accessIdentity, undefined);
  const isSigned = (valueOr(origin.accessControlId, '') ?? '') !== '';
  const signs = isSigned ? [] : accessControl(context, distribution.address, origin);
  const byControl = [...signs, ...grant(context, delivery, { Service: 'cloudfront.amazonaws.com' }, sourceOf(distribution.address))];
  const byIdentity = identity && identity.address.stack === distribution.address.stack
    ? [grant(context, delivery, { CanonicalUser: { 'Fn::GetAtt': [identity.address.logicalId, 'S3CanonicalUserId'] } })] : [];
  const control = valueOr(origin.accessControl, undefined);
  const signed = control && valueOr(control.signingBehavior, undefined) === 'never' ? set(control.address, SIGNING, 'always') : undefined;
  return signed ? [[signed], [signed, ...byControl]] : isSigned ? [byControl] : [...byIdentity, byControl];
};

const SIGNING = 'Properties.OriginAccessControlConfig.SigningBehavior';

/** The condition that a request comes from this distribution. */
export function sourceOf({ logicalId }: Address): { readonly StringEquals: object } {
  return { StringEquals: { 'AWS:SourceArn': { 'Fn::Sub': `arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/\${${logicalId}}` } } };
}

function accessControl(context: RepairContext, { stack, logicalId }: Address, { path }: Origin): readonly Edit[] {
  const { id, edits } = resourceOnce(context, stack, 'AssetsAccessControl', (name) => {
    const config = { Name: { 'Fn::Sub': `\${AWS::StackName}-${name}` }, OriginAccessControlOriginType: 's3', SigningBehavior: 'always', SigningProtocol: 'sigv4' };
    return { Type: 'AWS::CloudFront::OriginAccessControl', Properties: { OriginAccessControlConfig: config } };
  });
  return [
    ...edits,
    set({ stack, logicalId }, `${path}.OriginAccessControlId`, { 'Fn::GetAtt': [id, 'Id'] }),
    set({ stack, logicalId }, `${path}.S3OriginConfig`, { OriginAccessIdentity: '' }),
  ];
}

/** A statement more, in the policy that is there, or in one of its own. */
function grant(context: RepairContext, { bucket }: Delivery, principal: object, condition?: object): readonly Edit[] {
  const { address: { stack, logicalId }, policies: [policy] } = bucket;
  const statement = {
    Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: { 'Fn::Sub': `\${${logicalId}.Arn}/*` }, ...(condition ? { Condition: condition } : {}),
  };
  if (policy === undefined) {
    const id = freeId(context, stack, `${logicalId}Policy`);
    const value = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: logicalId }, PolicyDocument: { Version: '2012-10-17', Statement: [statement] } } };
    return [{ stack, logicalId: id, path: [], value }];
  }
  const path = 'Properties.PolicyDocument.Statement';
  const written = raw(context, policy.address, path);
  // By its index, so that it goes together with edits of the others
  return [Array.isArray(written) ? set(policy.address, `${path}.${String(written.length)}`, statement) : set(policy.address, path, written === undefined ? [statement] : [written, statement])];
}

export const signAlways: Repair = ({ finding: { place: { address } } }) => [[set(address, SIGNING, 'always')]];

/** The key lets CloudFront decrypt. Naming the distribution would close a circle: it depends on the bucket, and the bucket on the key. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#private-content-restricting-access-to-s3-oac-kms
export const grantKey: Repair = (context) => {
  const delivery = deliveryHere(context);
  const key = delivery && valueOr(valueOr(delivery.bucket.encryption, undefined)?.kmsKey ?? { known: false, reason: '' }, undefined);
  const path = 'Properties.KeyPolicy.Statement';
  const written = key && raw(context, key.address, path);
  const decrypt = {
    Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 'kms:Decrypt', Resource: '*',
    Condition: { StringLike: { 'AWS:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/*' } } },
  };
  if (key && raw(context, key.address, 'Properties.KeyPolicy') === undefined) {
    return [[set(key.address, 'Properties.KeyPolicy', { Version: '2012-10-17', Statement: [OWNERS, decrypt] })]];
  }
  return key && Array.isArray(written) ? [[set(key.address, path, [...written as unknown[], decrypt])]] : [];
};

/** What KMS writes for a key that has no policy: the account's own policies decide. */
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
const OWNERS = { Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }, Action: 'kms:*', Resource: '*' };

/** One of two ways to sign: the newer. */
export const onlyAccessControl: Repair = ({ finding: { place: { address, path } } }) => [[set(address, `${path}.S3OriginConfig.OriginAccessIdentity`, '')]];

/** The statement holds for this distribution alone. */
export const restrictToSource: Repair = (context) => {
  const { finding: { place: { address, path } }, graph } = context;
  const distributions = graph.distributions.filter((each) => each.address.stack === address.stack
    && valueOr(each.origins, []).some(({ target }) => 'bucket' in target && valueOr(target.bucket, undefined)?.policies.some((policy) => isSameResource(policy.address, address))));
  const [only] = distributions;
  return distributions.length === 1 && only ? [[set(address, `${path}.Condition`, sourceOf(only.address))]] : [];
};

/** CloudFront only reads. */
export const readOnly: Repair = ({ finding: { place: { address, path } } }) => [[set(address, `${path}.Action`, 's3:GetObject')]];

/** The statement, or the property, goes. */
export const drop: Repair = ({ finding: { place: { address, path } } }) => [[editAt(address, keysOf(path))]];

/** The statement goes; where CloudFront read by it, the distribution gets one of its own first. */
export const dropStatement: Repair = (context) => {
  const { finding: { place: { address, path } }, graph } = context;
  const gone = editAt(address, keysOf(path));
  const readers = graph.distributions.flatMap((distribution) => valueOr(distribution.origins, []).flatMap((origin) => {
    const bucket = 'bucket' in origin.target ? valueOr(origin.target.bucket, undefined) : undefined;
    return bucket?.policies.some((policy) => isSameResource(policy.address, address))
      ? [{ distribution, path: origin.path }]
      : [];
  }));
  const admitted = readers.flatMap((reader) =>
    admitDistribution({ ...context, finding: { ...context.finding, place: { address: reader.distribution.address, path: reader.path } } }),
  );
  return [[gone], ...admitted.map((edits) => [...edits, gone])];
};

/** The ARN of the bucket, not its name. */
export const bucketArn: Repair = (context) => {
  const { finding: { place: { address, path } }, graph } = context;
  const bucket = graph.buckets.find(({ policies }) =>
    policies.some((policy) => isSameResource(policy.address, address)),
  );
  return bucket && bucket.address.stack === address.stack ? [[set(address, `${path}.Resource`, { 'Fn::Sub': `\${${bucket.address.logicalId}.Arn}/*` })]] : [];
};

/** CloudFront decrypts for distributions of the account alone. */
export const restrictKey: Repair = ({ finding: { place: { address, path } } }) => [[
  set(address, `${path}.Condition`, { StringLike: { 'AWS:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/*' } } }),
]];

/** One policy with the statements of both. */
export const oneBucketPolicy: Repair = (context) => {
  const { finding: { place: { address } }, graph } = context;
  const bucket = graph.buckets.find(({ policies }) => policies.some((policy) => isSameResource(policy.address, address)));
  const other = bucket?.policies.find((policy) => !isSameResource(policy.address, address) && policy.address.stack === address.stack);
  const path = 'Properties.PolicyDocument.Statement';
  const [kept, moved] = [other && rawList(context, other.address, path), rawList(context, address, path)];
  return other && kept && moved ? [[set(other.address, path, [...kept, ...moved]), editAt(address, [])]] : [];
};

/** The access control is for buckets; an origin that takes none has none. */
export const controlForBuckets: Repair = (context) => {
  const { finding: { place } } = context;
  const origin = originHere(context);
  const address = origin && valueOr(origin.accessControl, undefined)?.address;
  return address === undefined ? [] : origin?.target.kind === 's3' ? [[set(address, 'Properties.OriginAccessControlConfig.OriginAccessControlOriginType', 's3')]]
    : [[editAt(place.address, keysOf(place.path))]];
};

function originHere({ finding: { place }, graph }: RepairContext): Origin | undefined {
  return graph.distributions.filter(({ address }) => isSameResource(address, place.address))
    .flatMap(({ origins }) => valueOr(origins, [])).find(({ path }) => place.path === path || place.path.startsWith(`${path}.`));
}

/** As CloudFront spells an identity. */
export const identityFormat: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const written = raw(context, address, path);
  const PREFIX = 'origin-access-identity/cloudfront/';
  const name = typeof written === 'string' ? written.split('/').at(-1) : undefined;
  const id = (written as { Ref?: unknown } | undefined)?.Ref;
  return name !== undefined ? [[set(address, path, PREFIX + name)]] : typeof id === 'string' ? [[set(address, path, { 'Fn::Sub': `${PREFIX}\${${id}}` })]] : [];
};

/** The regional endpoint answers without a redirect. */
export const regionalEndpoint: Repair = (context) => {
  const delivery = deliveryHere(context);
  return delivery && delivery.distribution.address.stack === delivery.bucket.address.stack
    ? [[set(delivery.distribution.address, `${delivery.origin.path}.DomainName`, { 'Fn::GetAtt': [delivery.bucket.address.logicalId, 'RegionalDomainName'] })]] : [];
};

/** What CloudFront asks of an origin that is a bucket, and of any other. */
export const bucketConfig: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const origin = originHere(context);
  const isBucket = origin?.target.kind === 's3';
  if (origin?.config === 'both') {
    return [[editAt(address, keysOf(`${path}.${isBucket ? 'CustomOriginConfig' : 'S3OriginConfig'}`))]];
  }
  return isBucket ? [[set(address, `${path}.S3OriginConfig`, { OriginAccessIdentity: '' })]] : [];
};
