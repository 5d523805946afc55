import type { S3Client } from '@aws-sdk/client-s3';
import type { CloudFormationEvent, Outcome } from './cloudformation-event';
import { converge } from './converge';
import type { Clock } from './converge';
import { explain, isNamed } from './failure';
import { requestOf } from './request';
import type { Request } from './request';
import { corsRules, policyStatements } from './s3-settings';

/** S3 and time, which tests bring along themselves. */
export interface Surroundings extends Clock {
  readonly s3: Pick<S3Client, 'send'>;
}

/** Does what CloudFormation asks for. Never throws: without an answer CloudFormation waits for minutes, and then rolls back. */
export async function fulfill(event: CloudFormationEvent, surroundings: Surroundings): Promise<Outcome> {
  const { RequestType, PhysicalResourceId: before } = event;
  const request = parse(event);
  if (typeof request === 'string') {
    // What was never valid was never written.
    return { physicalId: before ?? event.LogicalResourceId, ...(RequestType === 'Delete' ? {} : { failure: request }) };
  }
  const { physicalId, bucket } = request;
  try {
    await apply(request, surroundings);
    return { physicalId };
  } catch (error) {
    if (RequestType === 'Delete' && isNamed(error, 'NoSuchBucket')) {
      return { physicalId };
    }
    const moved = RequestType === 'Update' && physicalId !== before;
    if (moved) {
      // The rollback knows the old bucket only, so nobody else would remove what is already in the new one.
      await apply({ ...request, rules: [], statements: [] }, surroundings).catch(() => undefined);
    }
    return { physicalId: moved ? before ?? physicalId : physicalId, failure: `Settings of the bucket ${bucket}: ${explain(error)}` };
  }
}

function parse(event: CloudFormationEvent): Request | string {
  try {
    return requestOf(event);
  } catch (error) {
    return (error as Error).message;
  }
}

/** Rules before statements, and back: a page is never sent to files whose answers it cannot read. */
async function apply(request: Request, surroundings: Surroundings): Promise<void> {
  const target = { ...request, s3: surroundings.s3 };
  const rules = corsRules(target, request.rules);
  const statements = policyStatements(target, request.statements);
  await (request.rules.length > 0 ? converge(rules, statements, surroundings) : converge(statements, rules, surroundings));
}
