import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { S3Client } from '@aws-sdk/client-s3';
import { OwnedBuckets } from './owned-buckets';
import { constantIds, SettingsStack, wrongPermission } from './settings-stack';

interface Clients {
  readonly s3: S3Client;
  readonly cloudFormation: CloudFormationClient;
}

const BUCKETS = ['team-files', 'new-files'];

/** An act, and whose rules and statements the two buckets then hold, in order. */
type Step = readonly [what: string, act: () => Promise<unknown>, teamFiles: string, newFiles: string];

/**
 * The life of a stack with imported buckets, through CloudFormation and Lambda to S3, with IAM evaluated. After each step both
 * buckets are read back: everybody else's rules and statements must be there, unchanged and in order, and ours where they belong.
 */
export async function proveBucketSettings(clients: Clients, zip: (folder: string) => Buffer): Promise<string[]> {
  console.log('\nimported buckets with applyBucketSettings(), whose rules and statements they hold:');
  const buckets = new OwnedBuckets(clients.s3);
  const stack = new SettingsStack('ImportedBuckets', clients, zip);
  await buckets.make(BUCKETS);
  await Promise.all(BUCKETS.map((bucket) => buckets.putTheirs(bucket, 'before')));

  const failures: string[] = [];
  for (const [what, act, ...wanted] of life(stack, buckets)) {
    const start = Date.now();
    const wrong: string[] = await act().then(() => [], (error: unknown) => [String(error)]);
    for (const [index, owners] of wanted.entries()) {
      wrong.push(...await buckets.differences(BUCKETS[index] ?? '', owners.split(' ')));
    }
    console.log(`${wrong.length === 0 ? 'ok' : 'NOT OK'}  ${what}: ${wanted.join(' / ')}, ${Date.now() - start} ms`);
    failures.push(...wrong.map((line) => `imported buckets, ${what}: ${line}`));
  }
  return [...failures, ...await proveThatItCanFail(clients, zip, buckets)];
}

function life(stack: SettingsStack, buckets: OwnedBuckets): readonly Step[] {
  const web = { bucket: 'team-files', origins: ['app'] };
  const changed = { bucket: 'team-files', origins: ['app', 'beta'] };
  const moved = { bucket: 'new-files', origins: ['app', 'beta'] };
  const second = { bucket: 'team-files', origins: ['second'] };
  return [
    ['create', () => stack.deploy({ web }), 'before app', 'before'],
    ['somebody else adds to both', () => buckets.putTheirs('team-files', 'between'), 'before app between', 'before'],
    ['update', () => stack.deploy({ web: changed }), 'before app+beta between', 'before'],
    ['a second construct on the same bucket', () => stack.deploy({ web: changed, second }), 'before app+beta between second', 'before'],
    ['somebody else adds again', () => buckets.putTheirs('team-files', 'after'), 'before app+beta between second after', 'before'],
    ['an update to a bucket that does not exist is rolled back', () => stack.deployInVain({ web: { ...web, bucket: 'no-such-files' }, second }, /NoSuchBucket/),
      'before app+beta between second after', 'before'],
    ['change of bucket', () => stack.deploy({ web: moved, second }), 'before between second after', 'before app+beta'],
    ['one of two constructs goes', () => stack.deploy({ web: moved }), 'before between after', 'before app+beta'],
    ['two constructs come to one bucket at once', () => stack.deploy({ web: moved, first: { ...web, origins: ['first'] }, second }),
      'before between after first second', 'before app+beta'],
    ['delete, from three places at once', () => stack.delete(), 'before between after', 'before'],
  ];
}

/** Stacks that are broken on purpose: what they break must be seen above. */
async function proveThatItCanFail(clients: Clients, zip: (folder: string) => Buffer, buckets: OwnedBuckets): Promise<string[]> {
  const web = { bucket: 'team-files', origins: ['app'] };
  const constant = new SettingsStack('ConstantIds', clients, zip, constantIds);
  await constant.deploy({ web });
  await constant.deploy({ web: { ...web, bucket: 'new-files' } }).catch(() => undefined);
  const left = await buckets.differences('team-files', ['before', 'between', 'after']);
  await constant.delete().catch(() => undefined);
  const wrong = new SettingsStack('WrongPermission', clients, zip, wrongPermission);
  const refused = await wrong.deployInVain({ web: { ...web, bucket: 'new-files' } }, /AccessDenied/).then(() => true, () => false);
  await wrong.delete().catch(() => undefined);

  const controls: readonly (readonly [string, boolean])[] = [
    ['logical ids that stay when the bucket changes: our rule stays in the old bucket', left.length > 0],
    ['a permission on another bucket: the deployment fails', refused],
  ];
  controls.forEach(([what, noticed]) => { console.log(`${noticed ? 'ok' : 'NOT OK'}  broken on purpose, ${what}`); });
  return controls.filter(([, noticed]) => !noticed).map(([what]) => `imported buckets, broken on purpose: ${what}: not noticed`);
}
