/** A statement of a bucket policy, as S3 gives it. Only `Sid` is ever looked at in somebody else's. */
export interface Statement {
  readonly Sid?: string;
  readonly [member: string]: unknown;
}

const DISTRIBUTION = /^arn:aws[a-z-]*:cloudfront::\d{12}:distribution\/[A-Z0-9]+$/;

/**
 * Whoever may invoke this function could otherwise write any statement. So it takes only what the construct writes: one distribution
 * reads objects of this bucket, or lists their keys.
 */
export function acceptStatement(value: unknown, bucket: string): Statement {
  const { Effect, Principal, Action, Resource, Condition, ...others } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const distribution = Object.entries(onlyMember(Condition, 'StringEquals') ?? {});
  const [[key, arn] = ['', undefined]] = distribution;
  const accepted = Effect === 'Allow'
    && onlyMember(Principal, 'Service') === 'cloudfront.amazonaws.com'
    && isResource(Action, Resource, bucket)
    && distribution.length === 1 && key.toLowerCase() === 'aws:sourcearn' && typeof arn === 'string' && DISTRIBUTION.test(arn)
    && Object.keys(others).length === 0;
  if (!accepted) {
    throw new Error(`PolicyStatements: this function lets one CloudFront distribution read the bucket and nothing else, so it refuses ${JSON.stringify(value)}`);
  }
  return value as Statement;
}

function isResource(action: unknown, resource: unknown, bucket: string): boolean {
  const [, name, key] = /^arn:aws[a-z-]*:s3:::([^/]+)(\/.*)?$/.exec(typeof resource === 'string' ? resource : '') ?? [];
  return name === bucket && (key === undefined ? action === 's3:ListBucket' : action === 's3:GetObject');
}

/** The value of an object's only member, or undefined when there are others. */
function onlyMember(value: unknown, name: string): unknown {
  const members = Object.entries((value ?? {}) as object);
  return members.length === 1 && members[0]?.[0] === name ? members[0][1] as unknown : undefined;
}
