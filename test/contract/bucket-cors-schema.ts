const LISTS = ['AllowedOrigins', 'AllowedMethods', 'AllowedHeaders', 'ExposedHeaders'];
const PROPERTIES: ReadonlySet<string> = new Set([...LISTS, 'Id', 'MaxAge']);
const REQUIRED = ['AllowedMethods', 'AllowedOrigins'];
const METHODS: ReadonlySet<unknown> = new Set(['GET', 'PUT', 'HEAD', 'POST', 'DELETE']);
const ID_LIMIT = 255;

/**
 * What CloudFormation says about `CorsConfiguration.CorsRules` before S3 ever sees them: the first violation of the resource's
 * schema, or nothing. What the schema lets through (two wildcards, empty lists, 101 rules) is for `validateBucketCors`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-corsrule.html
 */
export function checkCloudFormationCorsRules(rules: readonly Readonly<Record<string, unknown>>[]): string | undefined {
  for (const [index, rule] of rules.entries()) {
    const violation = firstViolation(rule);
    if (violation !== undefined) {
      return `#/CorsConfiguration/CorsRules/${index}${violation}`;
    }
  }
  return undefined;
}

function firstViolation(rule: Readonly<Record<string, unknown>>): string | undefined {
  const missing = REQUIRED.find((name) => !(name in rule));
  const foreign = Object.keys(rule).find((name) => !PROPERTIES.has(name));
  if (missing !== undefined) {
    return `: required key [${missing}] not found`;
  }
  if (foreign !== undefined) {
    return `: extraneous key [${foreign}] is not permitted`;
  }
  return listViolation(rule) ?? valueViolation(rule);
}

function listViolation(rule: Readonly<Record<string, unknown>>): string | undefined {
  const repeated = LISTS.find((name) => Array.isArray(rule[name]) && new Set(rule[name]).size < rule[name].length);
  return repeated === undefined ? undefined : `/${repeated}: array items are not unique`;
}

function valueViolation({ AllowedMethods: methods, MaxAge: maxAge, Id: id }: Readonly<Record<string, unknown>>): string | undefined {
  const at = Array.isArray(methods) ? methods.findIndex((method) => typeof method === 'string' && !METHODS.has(method)) : -1;
  if (at >= 0) {
    return `/AllowedMethods/${at}: #: only GET, PUT, HEAD, POST and DELETE are valid enum values`;
  }
  if (typeof maxAge === 'number' && (!Number.isInteger(maxAge) || maxAge < 0)) {
    return `/MaxAge: ${maxAge} is not an integer of 0 or more`;
  }
  return typeof id === 'string' && id.length > ID_LIMIT ? `/Id: expected maxLength: ${ID_LIMIT}, actual: ${id.length}` : undefined;
}
