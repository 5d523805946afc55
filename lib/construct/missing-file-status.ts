/**
 * What CloudFront answers when no object has the requested key.
 */
export enum MissingFileStatus {
  /** 403: S3's answer to a reader who may not list the bucket, so a stranger cannot tell which keys exist. */
  FORBIDDEN = '403',
  /** 404: the answer that tools and service workers expect; CloudFront gets `s3:ListBucket` for it. */
  NOT_FOUND = '404',
}
