import type { CloudFormationEvent, Outcome } from '../../lib/bucket-settings/cloudformation-event';
import { fulfill } from '../../lib/bucket-settings/fulfill';
import type { StrictS3 } from './strict-s3';

const ACCOUNT = '111122223333';
/** The function's timeout is five minutes, and it keeps ten seconds for its answer. */
const PATIENCE_MS = 290_000;

/** The properties of one custom resource, as CloudFormation hands them over: every number is text. */
export function settingsOf(bucket: string, origins: readonly string[], distribution = 'E1'): Readonly<Record<string, unknown>> {
  return {
    BucketName: bucket,
    CorsRules: origins.map((origin) => ({
      AllowedOrigins: [origin], AllowedMethods: ['GET', 'HEAD'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: '7200',
    })),
    PolicyStatements: [{
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: { StringEquals: { 'AWS:SourceArn': `arn:aws:cloudfront::${ACCOUNT}:distribution/${distribution}` } },
    }],
  };
}

/** One custom resource of one stack: what CloudFormation asks of the function, one thing after the other. */
export class SettingsOfStack {
  physicalId: string | undefined;

  constructor(
    private readonly s3: StrictS3, private readonly random: () => number, private readonly name: string, private readonly logicalId = 'Settings',
  ) {}

  create(properties: unknown): Promise<Outcome> {
    return this.ask('Create', properties);
  }

  update(properties: unknown): Promise<Outcome> {
    return this.ask('Update', properties);
  }

  delete(properties: unknown, physicalId = this.physicalId): Promise<Outcome> {
    return this.ask('Delete', properties, physicalId);
  }

  private async ask(kind: CloudFormationEvent['RequestType'], properties: unknown, physicalId = this.physicalId): Promise<Outcome> {
    const deadline = this.s3.time.now + PATIENCE_MS;
    const outcome = await fulfill({
      RequestType: kind, ResponseURL: 'https://cloudformation.invalid/', StackId: `arn:aws:cloudformation:eu-central-1:${ACCOUNT}:stack/${this.name}/1`,
      RequestId: kind, LogicalResourceId: this.logicalId, PhysicalResourceId: kind === 'Create' ? undefined : physicalId, ResourceProperties: properties,
    }, {
      s3: this.s3.as(this.name), random: this.random,
      pause: (milliseconds) => this.s3.time.pause(milliseconds),
      remaining: () => deadline - this.s3.time.now,
    });
    this.physicalId = outcome.physicalId;
    return outcome;
  }
}
