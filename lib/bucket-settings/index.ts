/**
 * The Lambda function that keeps a contract's CORS rules and policy statements in an imported bucket: what
 * `assets.applyBucketSettings()` deploys. This folder is compiled alone and shipped as an asset, so it imports nothing but itself,
 * Node and the SDK of the runtime. `request` parses what CloudFormation asks for, `s3-settings` reads and writes the two lists of a
 * bucket, `converge` merges ours into them until they stay there, `failure` says which errors pass, `answer` tells CloudFormation.
 */
import { answer } from './answer';
import type { CloudFormationEvent } from './cloudformation-event';
import { fulfill } from './fulfill';
import { newClient } from './s3-settings';

/** Time to answer CloudFormation after the last request to S3. */
const RESERVED_MS = 10_000;

const s3 = newClient();

export async function handler(event: CloudFormationEvent, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  await answer(event, await fulfill(event, {
    s3,
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    remaining: () => context.getRemainingTimeInMillis() - RESERVED_MS,
    random: Math.random,
  }));
}
