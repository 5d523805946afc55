/**
 * The type of the custom resource that keeps rules and statements in an imported bucket. Its `BucketName`, `CorsRules` and
 * `PolicyStatements` are written as the S3 API takes them, so whoever reads a template knows what the bucket gets.
 */
export const BUCKET_SETTINGS_TYPE = 'Custom::CorsAssetsBucketSettings';
