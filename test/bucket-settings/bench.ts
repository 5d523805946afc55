import type { CORSRule } from '@aws-sdk/client-s3';
import { SettingsOfStack } from './stack';
import { FAIR, StrictS3 } from './strict-s3';
import type { Settings, Weather } from './strict-s3';
import { randomNumbers, VirtualTime } from './virtual-time';

export const BUCKET = 'files';

export const THEIR_RULES: readonly CORSRule[] = [
  { ID: 'first', AllowedOrigins: ['https://first.example'], AllowedMethods: ['GET'] },
  { AllowedOrigins: ['https://nameless.example'], AllowedMethods: ['PUT'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 5 },
];

export const TLS_ONLY = {
  Sid: 'TlsOnly', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${BUCKET}/*`, Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
export const SHARED = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/shared/*` };

export const THEIRS: Settings = { cors: THEIR_RULES, policy: JSON.stringify({ Version: '2008-10-17', Id: 'theirs', Statement: [TLS_ONLY, SHARED] }) };

/** One bucket, one stack, and time that the test moves. */
export class Bench {
  readonly time = new VirtualTime();
  readonly random = randomNumbers(1);
  readonly s3: StrictS3;
  readonly stack: SettingsOfStack;

  constructor(settings: Settings = {}, weather: Weather = FAIR) {
    this.s3 = new StrictS3(this.time, this.random, weather);
    this.s3.make(BUCKET, settings);
    this.stack = this.stackNamed('Web');
  }

  stackNamed(name: string, logicalId?: string): SettingsOfStack {
    return new SettingsOfStack(this.s3, this.random, name, logicalId);
  }

  get origins(): string[] {
    return (this.s3.settings(BUCKET).cors ?? []).map((rule) => rule.AllowedOrigins?.join() ?? '');
  }

  /** The distributions that the policy admits, and the Sids of others. */
  get statements(): string[] {
    return this.s3.statements(BUCKET).map((statement) => /distribution\/(\w+)/.exec(JSON.stringify(statement))?.[1] ?? statement.Sid ?? 'nameless');
  }
}
