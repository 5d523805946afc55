import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { objectOf } from './json';
import type { JsonObject } from './json';
import { compareWithTemplate } from './read-back';
import type { Clients } from './read-back';
import { createStack, Refused } from './stacks';
import { deployable, resourcesOf } from './templates';
import type { GoldenStack } from './templates';

interface Control {
  readonly what: string;
  readonly noticedBy: 'refusal' | 'read-back';
  readonly damage: (template: JsonObject) => void;
}

const CONTROLS: readonly Control[] = [
  {
    what: 'a bucket that names the distribution that names the bucket',
    noticedBy: 'refusal',
    damage: (template) => {
      const [distribution = ''] = resourcesOf(template, 'AWS::CloudFront::Distribution')[0] ?? [];
      properties(template, 'AWS::S3::Bucket').Tags = [{ Key: 'for', Value: { Ref: distribution } }];
    },
  },
  {
    what: 'a resource type that does not exist',
    noticedBy: 'refusal',
    damage: (template) => { objectOf(template.Resources).Extra = { Type: 'AWS::CloudFront::CorsPolicy' }; },
  },
  {
    what: 'OPTIONS among the methods of the bucket\'s rule',
    noticedBy: 'read-back',
    damage: (template) => {
      const [rule] = objectOf(properties(template, 'AWS::S3::Bucket').CorsConfiguration).CorsRules as JsonObject[];
      objectOf(rule).AllowedMethods = ['GET', 'HEAD', 'OPTIONS'];
    },
  },
  {
    what: 'a response headers policy that leaves the last word to S3',
    noticedBy: 'read-back',
    damage: (template) => {
      const config = objectOf(properties(template, 'AWS::CloudFront::ResponseHeadersPolicy').ResponseHeadersPolicyConfig);
      objectOf(config.CorsConfig).OriginOverride = false;
    },
  },
  {
    what: 'a behavior that does not allow OPTIONS',
    noticedBy: 'read-back',
    damage: (template) => {
      const config = objectOf(properties(template, 'AWS::CloudFront::Distribution').DistributionConfig);
      objectOf(config.DefaultCacheBehavior).AllowedMethods = ['GET', 'HEAD'];
    },
  },
];

/** Deploys templates that are broken on purpose; each must be refused, or read back differently from the good one. */
export async function proveThatItCanFail(
  golden: GoldenStack, clients: Clients & { readonly cloudFormation: CloudFormationClient },
): Promise<string[]> {
  console.log('\nbroken on purpose:');
  const failures: string[] = [];
  for (const [index, control] of CONTROLS.entries()) {
    const good = renamed(deployable(golden.template, new Map()).template, `Control${index}`);
    const broken = structuredClone(good);
    control.damage(broken);
    const outcome = await noticed(`Control${index}`, good, broken, clients);
    console.log(`${outcome.by === control.noticedBy ? 'ok' : 'NOT OK'}  ${control.what}: ${outcome.by ?? 'not noticed'}${outcome.words}`);
    if (outcome.by !== control.noticedBy) {
      failures.push(`broken on purpose: ${control.what} should be noticed by ${control.noticedBy}`);
    }
  }
  return failures;
}

async function noticed(
  name: string, good: JsonObject, broken: JsonObject, clients: Clients & { readonly cloudFormation: CloudFormationClient },
): Promise<{ readonly by?: Control['noticedBy']; readonly words: string }> {
  try {
    const deployed = await createStack(clients.cloudFormation, name, broken);
    const { differences } = await compareWithTemplate(good, deployed, clients);
    return differences.length === 0 ? { words: '' } : { by: 'read-back', words: `, ${differences.join('; ')}` };
  } catch (error) {
    if (error instanceof Refused) {
      return { by: 'refusal', words: `, ${error.message}` };
    }
    throw error;
  }
}

/** Names that are unique in an account get a name of their own, so that only the damage can be at fault. */
function renamed(template: JsonObject, prefix: string): JsonObject {
  const copy = structuredClone(template);
  objectOf(properties(copy, 'AWS::CloudFront::ResponseHeadersPolicy').ResponseHeadersPolicyConfig).Name = `${prefix}-headers`;
  objectOf(properties(copy, 'AWS::CloudFront::OriginAccessControl').OriginAccessControlConfig).Name = `${prefix}-access`;
  return copy;
}

function properties(template: JsonObject, type: string): JsonObject {
  const [found] = resourcesOf(template, type);
  if (found === undefined) {
    throw new Error(`the golden template has no ${type} to break`);
  }
  return objectOf(found[1].Properties);
}
