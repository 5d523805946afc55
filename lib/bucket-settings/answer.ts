import type { CloudFormationEvent, Outcome } from './cloudformation-event';

const ATTEMPTS = 4;
const ATTEMPT_MS = 2_000;

// An answer may have 4,096 bytes: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
const LONGEST_REASON = 1_000;

/** Tells CloudFormation how it went. A failed Create has a real physical id too: its Delete then removes what was written. */
export async function answer(event: CloudFormationEvent, { physicalId, failure }: Outcome): Promise<void> {
  const { StackId, RequestId, LogicalResourceId, ResponseURL } = event;
  const body = JSON.stringify({
    Status: failure === undefined ? 'SUCCESS' : 'FAILED',
    Reason: failure?.slice(0, LONGEST_REASON) ?? 'done',
    PhysicalResourceId: physicalId, StackId, RequestId, LogicalResourceId,
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      // The URL is signed for an empty content type.
      const { ok, status } = await fetch(ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' }, signal: AbortSignal.timeout(ATTEMPT_MS) });
      if (ok) {
        return;
      }
      throw new Error(`CloudFormation's response URL says ${status}`);
    } catch (error) {
      if (attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}
