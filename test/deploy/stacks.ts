import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CreateStackCommand, DescribeStackEventsCommand, DescribeStackResourcesCommand, DescribeStacksCommand, ListExportsCommand } from '@aws-sdk/client-cloudformation';
import type { JsonObject } from './json';
import type { Deployed } from './resolve';

const CREATE_SECONDS = 30;

/** CloudFormation did not make the stack: its own words. */
export class Refused extends Error {}

/** Makes the stack and waits until it stands. */
export async function createStack(client: CloudFormationClient, name: string, template: JsonObject): Promise<Deployed> {
  await client.send(new CreateStackCommand({
    StackName: name, TemplateBody: JSON.stringify(template), Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
  })).catch((error: unknown) => {
    throw new Refused(error instanceof Error ? error.message : String(error));
  });
  const end = Date.now() + CREATE_SECONDS * 1000;
  let status = 'CREATE_IN_PROGRESS';
  while (status === 'CREATE_IN_PROGRESS' && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    status = stack?.StackStatus ?? 'missing';
  }
  if (status !== 'CREATE_COMPLETE') {
    throw new Refused(`${status}${status === 'CREATE_IN_PROGRESS' ? ` still after ${CREATE_SECONDS} s` : ''}\n${await failures(client, name)}`);
  }
  return describe(client, name);
}

async function describe(client: CloudFormationClient, name: string): Promise<Deployed> {
  const { StackResources: resources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: name }));
  const { Exports: exported = [] } = await client.send(new ListExportsCommand({}));
  return {
    stackName: name,
    ids: new Map(resources.map((resource) => [resource.LogicalResourceId ?? '', resource.PhysicalResourceId ?? ''])),
    types: new Map(resources.map((resource) => [resource.LogicalResourceId ?? '', resource.ResourceType ?? ''])),
    exports: new Map(exported.map(({ Name, Value }) => [Name ?? '', Value ?? ''])),
  };
}

async function failures(client: CloudFormationClient, name: string): Promise<string> {
  const { StackEvents: events = [] } = await client.send(new DescribeStackEventsCommand({ StackName: name }));
  const lines = events.filter((event) => event.ResourceStatus?.endsWith('FAILED')).reverse()
    .map((event) => `  ${event.LogicalResourceId ?? ''} (${event.ResourceType ?? ''}) ${event.ResourceStatus ?? ''}: ${event.ResourceStatusReason ?? ''}`);
  return lines.join('\n');
}
