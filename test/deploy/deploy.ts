// Deploys the golden templates of the examples to a local AWS and reads back what was made:
//
//   npm run test:deploy             skips, with the reason, on a machine without Python
//   npm run test:deploy -- --require    such a machine is a failure
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { S3Client } from '@aws-sdk/client-s3';
import { proveBucketSettings } from './bucket-settings';
import { proveThatItCanFail } from './controls';
import { CREDENTIALS, Emulator, NoEmulator, REGION } from './emulator';
import { makeRequests } from './requests';
import { makeKeyGroups, prepareAccount, withHostedZone } from './prerequisites';
import type { Clients } from './read-back';
import { compareWithTemplate } from './read-back';
import { createStack } from './stacks';
import type { GoldenStack } from './templates';
import { deployable, exportsOf, goldenStacks, importsOf, resourcesOf } from './templates';

/** The one that promises reading and uploading gets real requests, and is broken on purpose. */
const EXAMPLE_WITH_UPLOADS = 'browser-uploads';

const LIMITS = [
  '\nwhat this cannot show, because the emulator (ministack 1.5.33) is not AWS:',
  '  it keeps no encryption settings: GetBucketEncryption says AES256 for every bucket',
  '  it takes every value in a CORS rule and in a response headers policy; AWS would refuse some (see the suite of the contract)',
  '  it removes headers after it has added the policy\'s, AWS before (CloudFront Developer Guide, "Remove headers"): here no',
  '  answer of CloudFront carries Access-Control-Allow-Origin, so that promise is proven by the model and not by these requests',
  '  it answers OPTIONS at CloudFront with the file in place of asking S3, does not cache, and checks no signed cookies',
];

/** Why something is left out, by what it is. */
const reasons = new Map<string, string>();

type AllClients = Clients & { readonly cloudFormation: CloudFormationClient };

async function main(): Promise<void> {
  const started = Date.now();
  const emulator = await startOrSkip();
  if (emulator === undefined) {
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.stop().finally(() => process.exit(130)));
  }
  try {
    console.log(`emulator ready after ${seconds(started)}\n`);
    const failures = await prove(emulator);
    console.log(`\n${seconds(started)} in all`);
    failures.forEach((line) => { console.error(`FAILED ${line}`); });
    process.exitCode = failures.length === 0 ? 0 : 1;
  } finally {
    await emulator.stop();
  }
}

async function startOrSkip(): Promise<Emulator | undefined> {
  try {
    return await Emulator.start();
  } catch (error) {
    if (!(error instanceof NoEmulator)) {
      throw error;
    }
    const required = process.argv.includes('--require');
    console.log(`${required ? 'failed' : 'skipped'}: ${error.message}`);
    process.exitCode = required ? 1 : 0;
    return undefined;
  }
}

async function prove(emulator: Emulator): Promise<string[]> {
  const { endpoint } = emulator;
  const common = { region: REGION, endpoint, credentials: CREDENTIALS };
  const clients: AllClients = {
    cloudFormation: new CloudFormationClient(common),
    cloudFront: new CloudFrontClient(common),
    s3: new S3Client({ ...common, forcePathStyle: true }),
  };
  const { hostedZoneId } = await prepareAccount(clients.cloudFormation);
  const stacks = inOrder(goldenStacks());
  const failures: string[] = [];
  for (const stack of stacks) {
    failures.push(...await deployAndCompare(stack, hostedZoneId, clients, endpoint));
  }
  const simple = stacks.find(({ example }) => example === EXAMPLE_WITH_UPLOADS);
  if (simple === undefined) {
    return [...failures, `there is no golden template of the example ${EXAMPLE_WITH_UPLOADS}`];
  }
  failures.push(...await proveThatItCanFail(simple, clients));
  failures.push(...await proveBucketSettings(clients, (folder) => emulator.zip(folder)));
  console.log('\nleft out of the templates above:');
  reasons.forEach((reason, what) => { console.log(`  ${what}: ${reason}`); });
  LIMITS.forEach((line) => { console.log(line); });
  return failures;
}

async function deployAndCompare(
  { example, name, template }: GoldenStack, hostedZoneId: string, clients: AllClients, endpoint: string,
): Promise<string[]> {
  const start = Date.now();
  try {
    const madeElsewhere = await makeKeyGroups(template, clients.cloudFront);
    const { template: possible, leftOut } = deployable(withHostedZone(template, hostedZoneId), madeElsewhere);
    const deployed = await createStack(clients.cloudFormation, name, possible);
    const { compared, differences } = await compareWithTemplate(possible, deployed, clients);
    console.log(`${differences.length === 0 ? 'ok' : 'NOT OK'}  ${name}: ${resourcesOf(possible).length} resources made, `
      + `${compared.length} answers read back, ${differences.length} differences, ${Date.now() - start} ms`);
    if (leftOut.size > 0) {
      console.log(`    left out: ${[...leftOut.keys()].join(', ')}`);
      leftOut.forEach((reason, what) => reasons.set(what, reason));
    }
    const wrongAnswers = example === EXAMPLE_WITH_UPLOADS ? await makeRequests(endpoint, possible, deployed, clients) : [];
    return [...differences, ...wrongAnswers].map((line) => `${example}: ${line}`);
  } catch (error) {
    console.log(`NOT OK  ${name}`);
    return [`${example}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** A stack that exports stands before the ones that import from it. */
function inOrder(stacks: readonly GoldenStack[]): GoldenStack[] {
  const exported = new Set<string>();
  const waiting = [...stacks];
  const order: GoldenStack[] = [];
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ template }) => importsOf(template).every((name) => exported.has(name)));
    const [next] = waiting.splice(index, 1);
    if (index < 0 || next === undefined) {
      throw new Error(`these golden templates import what none of them exports: ${waiting.map(({ name }) => name).join(', ')}`);
    }
    exportsOf(next.template).forEach((name) => exported.add(name));
    order.push(next);
  }
  return order;
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
