import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CorsAssetDistribution } from '../../lib';
import { BUCKET_SETTINGS_TYPE } from '../../lib/contract/bucket-settings';
import { ACCOUNT, REGION } from './emulator';
import { listOf, objectOf } from './json';
import type { Json, JsonObject } from './json';
import { originOf } from './owned-buckets';
import { createStack, deleteStack, Refused, updateStack } from './stacks';
import { resourcesOf } from './templates';

/** One construct: the bucket that it imports, and the owners of the origins that may read. */
export interface Assets {
  readonly bucket: string;
  readonly origins: readonly string[];
}

/** A stack of assets constructs, deployed as the CDK does it: the function's code is zipped and put into the bucket for assets. */
export class SettingsStack {
  private exists = false;

  constructor(
    private readonly name: string, private readonly clients: { readonly s3: S3Client; readonly cloudFormation: CloudFormationClient },
    private readonly zip: (folder: string) => Buffer, private readonly damage: (template: JsonObject) => JsonObject = (template) => template,
  ) {}

  async deploy(constructs: Readonly<Record<string, Assets>>): Promise<void> {
    const app = new App();
    const stack = new Stack(app, this.name, {
      env: { account: ACCOUNT, region: REGION }, synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    for (const [id, { bucket, origins }] of Object.entries(constructs)) {
      new CorsAssetDistribution(stack, id, { bucket: Bucket.fromBucketName(stack, `${id}Files`, bucket), allowedOrigins: origins.map(originOf) }).applyBucketSettings();
    }
    const { directory } = app.synth();
    await this.publishAssets(directory);
    const template = this.damage(JSON.parse(readFileSync(join(directory, `${this.name}.template.json`), 'utf8')) as JsonObject);
    const put = this.exists ? updateStack : createStack;
    this.exists = true;
    await put(this.clients.cloudFormation, this.name, template);
  }

  /** The deployment must fail, with these words. */
  async deployInVain(constructs: Readonly<Record<string, Assets>>, words: RegExp): Promise<void> {
    const refusal = await this.deploy(constructs).then(() => undefined, (error: unknown) => error);
    if (!(refusal instanceof Refused) || !words.test(refusal.message)) {
      throw new Error(`should be refused with ${words.source}, but: ${String(refusal)}`);
    }
  }

  async delete(): Promise<void> {
    await deleteStack(this.clients.cloudFormation, this.name);
    this.exists = false;
  }

  private async publishAssets(directory: string): Promise<void> {
    const { files } = JSON.parse(readFileSync(join(directory, `${this.name}.assets.json`), 'utf8')) as { readonly files: JsonObject };
    for (const file of Object.values(files).map(objectOf)) {
      const path = join(directory, String(objectOf(file.source).path));
      const [destination] = Object.values(objectOf(file.destinations)).map(objectOf);
      if (destination !== undefined && statSync(path).isDirectory()) {
        await this.clients.s3.send(new CreateBucketCommand({ Bucket: String(destination.bucketName) })).catch(() => undefined);
        await this.clients.s3.send(new PutObjectCommand({
          Bucket: String(destination.bucketName), Key: String(destination.objectKey), Body: this.zip(path),
        }));
      }
    }
  }
}

/** The logical ids of settings and permission without the hash of the bucket's name. */
export function constantIds(template: JsonObject): JsonObject {
  const ids = [...resourcesOf(template, BUCKET_SETTINGS_TYPE), ...resourcesOf(template, 'AWS::IAM::Policy')].map(([id]) => id);
  const withoutHash = (id: string): string => id.replace(/[0-9a-f]{8}[0-9A-F]{8}$/, 'Constant');
  const text = ids.reduce((all, id) => all.replaceAll(JSON.stringify(id), JSON.stringify(withoutHash(id))), JSON.stringify(template));
  return JSON.parse(text) as JsonObject;
}

/** The permission names another bucket. */
export function wrongPermission(template: JsonObject): JsonObject {
  const copy = structuredClone(template);
  for (const [, { Properties }] of resourcesOf(copy, 'AWS::IAM::Policy')) {
    const [statement] = listOf(objectOf(objectOf(Properties).PolicyDocument).Statement);
    objectOf(statement as Json).Resource = 'arn:aws:s3:::some-other-files';
  }
  return copy;
}
