/**
 * One rule of a bucket's CORS configuration, in the field names of the S3 API (camel case).
 * CloudFormation spells three of them differently: `ExposedHeaders`, `Id`, `MaxAge`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html
 */
export interface BucketCorsRule {
  readonly id?: string;
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
}

/**
 * The methods that a rule may allow; S3 takes no others.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html
 */
export const BUCKET_CORS_METHODS: readonly string[] = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
