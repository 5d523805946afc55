import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CreateKeyGroupCommand, CreatePublicKeyCommand } from '@aws-sdk/client-cloudfront';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { objectOf } from './json';
import type { Json, JsonObject } from './json';
import { createStack } from './stacks';
import { resourcesOf } from './templates';

/** What an account has before the first stack: `cdk bootstrap` and a hosted zone. */
export async function prepareAccount(client: CloudFormationClient): Promise<{ readonly hostedZoneId: string }> {
  const { ids } = await createStack(client, 'Prerequisites', {
    Resources: {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/cdk-bootstrap/hnb659fds/version', Type: 'String', Value: '30' } },
      Zone: { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'example.com.' } },
    },
  });
  return { hostedZoneId: ids.get('Zone') ?? '' };
}

/** The examples name a hosted zone that is nobody's; here it is the one that exists. */
export function withHostedZone(template: JsonObject, hostedZoneId: string): JsonObject {
  return JSON.parse(JSON.stringify(template).replaceAll('Z0123456789EXAMPLE', hostedZoneId)) as JsonObject;
}

/** Makes the template's public keys and key groups with the SDK; the result has their ids by logical id. */
export async function makeKeyGroups(template: JsonObject, client: CloudFrontClient): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [logicalId, { Properties }] of resourcesOf(template, 'AWS::CloudFront::PublicKey')) {
    const config = objectOf(objectOf(Properties).PublicKeyConfig);
    const { PublicKey } = await client.send(new CreatePublicKeyCommand({
      PublicKeyConfig: { CallerReference: logicalId, Name: String(config.Name), EncodedKey: String(config.EncodedKey) },
    }));
    ids.set(logicalId, PublicKey?.Id ?? '');
  }
  for (const [logicalId, { Properties }] of resourcesOf(template, 'AWS::CloudFront::KeyGroup')) {
    const config = objectOf(objectOf(Properties).KeyGroupConfig);
    const items = [config.Items ?? []].flat().map((item: Json) => ids.get(String(objectOf(item).Ref)) ?? '');
    const { KeyGroup } = await client.send(new CreateKeyGroupCommand({ KeyGroupConfig: { Name: String(config.Name), Items: items } }));
    ids.set(logicalId, KeyGroup?.Id ?? '');
  }
  return ids;
}
