import { remembering } from '../remembering';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html
const DISALLOWED = new RegExp(`^(${[
  'connection', 'expect', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'trailer', 'upgrade',
  'x-accel-(buffering|charset|limit-rate|redirect)', 'x-amz-cf-.*',
  'x-amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)',
  'x-cache', 'x-edge-.*', 'x-forwarded-proto', 'x-real-ip',
].join('|')})$`);

/** A header that a function may neither read nor add. */
export const isDisallowed = remembering((name): boolean => DISALLOWED.test(name));

/** Headers that a function sees and may not add, delete or change. */
export const READ_ONLY: Readonly<Record<'viewer-request' | 'viewer-response', readonly string[]>> = {
  'viewer-request': ['cdn-loop', 'content-length', 'host', 'transfer-encoding', 'via'],
  'viewer-response': ['warning', 'via'],
};
