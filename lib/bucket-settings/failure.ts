/** How long a new role may be refused what its policy grants. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency */
const IAM_SETTLES_MS = 60_000;

interface S3Failure {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export function isNamed(error: unknown, name: string): boolean {
  return (error as S3Failure).name === name;
}

/** Whether the same request may succeed soon. `elapsed` is how long it has been tried. */
export function passes(error: unknown, elapsed: number): boolean {
  const { message = '' } = error as S3Failure;
  const status = statusOf(error);
  if (status === 403) {
    return elapsed < IAM_SETTLES_MS && !/explicit deny|BlockPublicPolicy|block public access/i.test(message);
  }
  // S3 answers 409 OperationAborted while another change of the same bucket is under way.
  return isLost(error) || (status !== undefined && [409, 429].includes(status)) || (status ?? 0) >= 500;
}

/** Whether a change may take effect although it failed: everything but a clear refusal. */
export function mayHaveArrived(error: unknown): boolean {
  const status = statusOf(error) ?? 500;
  return status >= 500 && status !== 503;
}

/** The error with what to do about it. */
export function explain(error: unknown): string {
  const { name = 'Error', message = String(error) } = error as S3Failure;
  const advice = ADVICE.get(name) ?? (isLost(error) ? 'S3 did not answer in time. Deploy again.' : undefined);
  return [name === 'Error' ? message : `${name}: ${message}`, advice].filter((part) => part !== undefined).join(' ');
}

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['NoSuchBucket', 'Correct the name of the bucket, or make the bucket first.'],
  ['AccessDenied', 'The function\'s role may read and write the CORS rules and the policy of this bucket, so something else refuses: the bucket '
    + 'belongs to another account, its policy or a service control policy denies it, or Block Public Access meets a public statement that is '
    + 'already in the policy. To keep what was written when the stack is deleted, give the settings RemovalPolicy.RETAIN.'],
  ['MethodNotAllowed', 'The bucket belongs to another account, and only its own may write its policy. Use outputBucketSettings() instead.'],
  ['MalformedPolicy', 'S3 refuses the whole policy if any statement is invalid: look for one that names a deleted role or user.'],
  ['PolicyTooLarge', 'The policy of a bucket may have 20 KB. Remove statements that nobody needs.'],
  ['InvalidRequest', 'A bucket may have 100 CORS rules. Remove rules that nobody needs.'],
  ['OperationAborted', 'Something else changed this bucket all the time. Deploy again.'],
  ['SlowDown', 'Deploy again.'],
]);

/** No answer came: the network's errors have many names, a mistake of this program has one of two. */
function isLost(error: unknown): boolean {
  return statusOf(error) === undefined && !isNamed(error, 'TypeError') && !isNamed(error, 'SyntaxError');
}

function statusOf(error: unknown): number | undefined {
  return (error as S3Failure).$metadata?.httpStatusCode;
}
