// What publishes this library must not be changed from outside: a moved tag of an action, or a job with rights that it does not need.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>> }[];
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = join(__dirname, '..', '..', '.github', 'workflows');
const texts = readdirSync(FOLDER).map((name): [string, string] => [name, readFileSync(join(FOLDER, name), 'utf8')]);
const workflows = texts.map(([name, text]): [string, Workflow] => [name, parse(text) as Workflow]);
const jobs = workflows.flatMap(([name, { jobs: all }]) => Object.entries(all).map(([id, job]): [string, Job] => [`${name} ${id}`, job]));

test.each(texts)('%s pins every action by the hash of a commit, and says which version that is', (_, text) => {
  const uses = text.split('\n').filter((line) => line.includes('uses:'));
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((line) => !/uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test.each(workflows)('%s may read the repository and nothing else, unless a job says so', (_, { permissions }) => {
  expect(permissions).toEqual({ contents: 'read' });
});

test('only jobs that publish get an identity, each in an environment of its own', () => {
  const trusted = jobs.filter(([, { permissions }]) => permissions?.['id-token'] === 'write');
  expect(trusted.map(([name]) => name)).toEqual(['publish.yml npm', 'publish.yml pypi', 'publish.yml nuget']);
  expect(trusted.map(([, { environment, permissions }]) => [environment, permissions])).toEqual(
    ['npm', 'pypi', 'nuget'].map((registry) => [registry, { 'id-token': 'write' }]));
});

test('no job that runs the repository\'s code can publish, and no job that can publish runs it', () => {
  const checksOut = (job: Job): boolean => job.steps.some(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(jobs.filter(([, job]) => checksOut(job) && job.environment !== undefined).map(([name]) => name)).toEqual([]);
});

test('a checkout leaves no credentials behind', () => {
  const checkouts = jobs.flatMap(([, { steps }]) => steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')));
  expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
});

test('the gate of the workflows is the one that everybody can run', () => {
  expect(jobs.filter(([, { steps }]) => steps.some(({ run }) => run === '.ci/run')).map(([name]) => name)).toEqual(['build.yml gates', 'publish.yml build']);
});
