import type { CORSRule } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { canonical } from '../../lib/bucket-settings/request';
import { merged } from '../../lib/bucket-settings/converge';
import { corsRules, policyStatements } from '../../lib/bucket-settings/s3-settings';
import type { Setting } from '../../lib/bucket-settings/s3-settings';
import type { Statement } from '../../lib/bucket-settings/statement';
import { SettingsOfStack, settingsOf } from './stack';
import { FAIR, StrictS3, statementsOf } from './strict-s3';
import type { Settings, Weather } from './strict-s3';
import { normalized } from './strict-s3-checks';
import { randomNumbers, VirtualTime } from './virtual-time';

export const BUCKET = 'files';

/** Somebody else's: one before, one between and one after ours once all have written, with and without a name. */
const FOREIGN: Settings = {
  cors: [
    { ID: 'theirs', AllowedOrigins: ['https://theirs.example'], AllowedMethods: ['GET'], MaxAgeSeconds: 5 },
    { AllowedOrigins: ['https://nameless.example'], AllowedMethods: ['PUT'], AllowedHeaders: ['*'] },
  ],
  policy: JSON.stringify({
    Version: '2008-10-17', Id: 'theirs',
    Statement: [
      { Sid: 'TlsOnly', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${BUCKET}/*`, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: ['s3:GetObject'], Resource: [`arn:aws:s3:::${BUCKET}/shared/*`] },
    ],
  }),
};

/** What one stack does: creates its settings, then perhaps changes them, then perhaps deletes them. */
export interface Life {
  readonly start: number;
  readonly updates: number;
  readonly deleted: boolean;
}

export interface Situation {
  readonly lives: readonly Life[];
  readonly foreign: boolean;
  readonly weather: Weather;
  readonly seed: number;
}

const WEATHERS: readonly Weather[] = [
  FAIR,
  { ...FAIR, conflicts: 0.05 },
  { ...FAIR, latency: 2_900 },
  { ...FAIR, lag: 3_000 },
  { ...FAIR, latency: 2_900, lag: 3_000, conflicts: 0.02 },
  { ...FAIR, lost: 0.05 },
];

export const situations: fc.Arbitrary<Situation> = fc.record({
  lives: fc.array(fc.record({ start: fc.integer({ min: 0, max: 4_000 }), updates: fc.integer({ min: 0, max: 2 }), deleted: fc.boolean() }), { minLength: 2, maxLength: 5 }),
  foreign: fc.boolean(),
  weather: fc.constantFrom(...WEATHERS),
  seed: fc.integer(),
});

/** Reads once, writes once: what a writer does that knows nothing of others. The control. */
class NaiveStack {
  constructor(private readonly s3: StrictS3, private readonly name: string) {}

  async put(origins: readonly string[]): Promise<void> {
    const { CorsRules, PolicyStatements } = settingsOf(BUCKET, origins, this.name) as { CorsRules: CORSRule[]; PolicyStatements: Statement[] };
    const target = { s3: this.s3.as(this.name), bucket: BUCKET, account: '111122223333', owner: this.name };
    const numbered = CorsRules.map((rule) => ({ ...rule, MaxAgeSeconds: Number(rule.MaxAgeSeconds) }));
    await this.write(corsRules(target, origins.length > 0 ? numbered : []));
    await this.write(policyStatements(target, origins.length > 0 ? PolicyStatements : []));
  }

  private async write<Item>({ read, wanted, isOurs }: Setting<Item>): Promise<void> {
    const { items, replace } = await read();
    await replace(merged(items, wanted, isOurs));
  }
}

/** What went wrong in a situation, one line each; empty when everybody's rules and statements are as they should be. */
export async function losses({ lives, foreign, weather, seed }: Situation, kind: 'ours' | 'naive' = 'ours'): Promise<string[]> {
  const random = randomNumbers(seed);
  const time = new VirtualTime();
  const s3 = new StrictS3(time, random, weather);
  s3.make(BUCKET, foreign ? FOREIGN : {});
  const wrong: string[] = [];
  await time.until(Promise.all(lives.map(async (life, index) => {
    await time.pause(life.start);
    await (kind === 'ours' ? live(life, index) : liveNaively(life, index));
  })));

  const expected = lives.flatMap(({ deleted, updates }, index) => (deleted ? [] : originsOf(index, updates)));
  const end = s3.settings(BUCKET);
  const present = (end.cors ?? []).map((rule) => rule.AllowedOrigins?.[0] ?? '').filter((origin) => /\/\/\d/.test(origin));
  same('origins of the stacks', [...present].sort(), [...expected].sort());
  const arns = statementsOf(end).flatMap((statement) => /distribution\/E\d+/.exec(JSON.stringify(statement))?.[0] ?? []);
  same('distributions', [...arns].sort(), lives.flatMap(({ deleted }, index) => (deleted ? [] : [`distribution/E${index}`])).sort());
  same('rules of others', foreignRules(end), foreign ? FOREIGN.cors ?? [] : []);
  same('statements of others', foreignStatements(end), foreign ? foreignStatements(FOREIGN) : []);
  for (const { author, at, after } of s3.changes) {
    if (foreign && canonical([foreignRules(after), foreignStatements(after)]) !== canonical([FOREIGN.cors, foreignStatements(FOREIGN)])) {
      wrong.push(`${author} takes away what is not its own at ${at}`);
    }
  }
  return wrong;

  function same(what: string, found: unknown, wanted: unknown): void {
    if (canonical(found) !== canonical(wanted)) {
      wrong.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
    }
  }

  async function live({ updates, deleted }: Life, index: number): Promise<void> {
    const stack = new SettingsOfStack(s3, random, `E${index}`);
    const properties = (update: number): unknown => settingsOf(BUCKET, originsOf(index, update), `E${index}`);
    const outcomes = [await stack.create(properties(0))];
    for (let update = 1; update <= updates; update += 1) {
      outcomes.push(await stack.update(properties(update)));
    }
    if (deleted) {
      outcomes.push(await stack.delete(properties(updates)));
    }
    wrong.push(...outcomes.flatMap(({ failure }) => failure ?? []));
  }

  async function liveNaively({ updates, deleted }: Life, index: number): Promise<void> {
    const stack = new NaiveStack(s3, `E${index}`);
    try {
      for (let update = 0; update <= updates; update += 1) {
        await stack.put(originsOf(index, update));
      }
      if (deleted) {
        await stack.put([]);
      }
    } catch (error) {
      wrong.push(String(error));
    }
  }
}

/** Two rules, of which an update changes the second and adds a third. */
function originsOf(stack: number, update: number): string[] {
  return Array.from({ length: 2 + Math.min(update, 1) }, (_, index) => `https://${stack}-${index === 0 ? 0 : update}-${index}.example`);
}

function foreignRules({ cors = [] }: Settings): readonly CORSRule[] {
  return cors.filter(({ AllowedOrigins: [origin = ''] = [] }) => !/\/\/\d/.test(origin));
}

function foreignStatements(settings: Settings): unknown[] {
  return statementsOf(settings).filter((statement) => !JSON.stringify(statement).includes('distribution/E')).map(normalized);
}
