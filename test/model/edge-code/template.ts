import { readTemplates } from '../../../lib/graph/readers/templates';
import { parseYamlTemplate, installedYaml } from '../../../lib/graph/sources/yaml-template';
import type { DeliveryGraph } from '../../../lib/graph/types';
import { exampleStack } from '../../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../../lib/rules/engine/example-stack';

/** Functions of a stack that is right in everything else. */
export interface Functions {
  readonly request?: string;
  readonly response?: string;
  readonly runtime?: '1.0' | '2.0';
}

/** The graph of a template that has these functions on its behavior. */
export function graphWith({ request, response, runtime = '2.0' }: Functions, parts: ExampleParts = {}): DeliveryGraph {
  const all = Object.entries({ request, response }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const more = all.map(([event, text]) => `
Function${event}:
  Type: AWS::CloudFront::Function
  Properties:
    Name: ${event}
    AutoPublish: true
    FunctionConfig: { Comment: '', Runtime: cloudfront-js-${runtime} }
    FunctionCode: ${JSON.stringify(text)}
`).join('') + (parts.more ?? '');
  const associations = all.map(([event]) => `{ EventType: viewer-${event}, FunctionARN: !GetAtt Function${event}.FunctionARN }`);
  const yaml = exampleStack({ ...parts, behavior: { ...parts.behavior, FunctionAssociations: `[${associations.join(', ')}]` }, more });
  const parser = installedYaml();
  if (!parser) {
    throw new Error('yaml is not installed');
  }
  return readTemplates([{ name: 'Web', template: parseYamlTemplate(`Resources:${yaml.replaceAll('\n', '\n  ')}`, parser) }]).worlds[0];
}
