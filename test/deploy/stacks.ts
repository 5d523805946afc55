import type { Capability, CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStackResourcesCommand, DescribeStacksCommand, ListExportsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { JsonObject } from './json';
import type { Deployed } from './resolve';

const PATIENCE_SECONDS = 30;

const Capabilities: Capability[] = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'];

/** CloudFormation did not make the stack: its own words. */
export class Refused extends Error {}

/** Makes the stack and waits until it stands. */
export async function createStack(client: CloudFormationClient, name: string, template: JsonObject): Promise<Deployed> {
  await begin(client.send(new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify(template), Capabilities })));
  await finish(client, name, 'CREATE_COMPLETE');
  return describe(client, name);
}

/** Changes the stack and waits until it stands as it shall. */
export async function updateStack(client: CloudFormationClient, name: string, template: JsonObject): Promise<void> {
  await begin(client.send(new UpdateStackCommand({ StackName: name, TemplateBody: JSON.stringify(template), Capabilities })));
  await finish(client, name, 'UPDATE_COMPLETE');
}

/** Deletes the stack and waits until it is gone. */
export async function deleteStack(client: CloudFormationClient, name: string): Promise<void> {
  await begin(client.send(new DeleteStackCommand({ StackName: name })));
  await finish(client, name, 'DELETE_COMPLETE');
}

async function begin(request: Promise<unknown>): Promise<void> {
  await request.catch((error: unknown) => {
    throw new Refused(error instanceof Error ? error.message : String(error));
  });
}

async function finish(client: CloudFormationClient, name: string, wanted: string): Promise<void> {
  const end = Date.now() + PATIENCE_SECONDS * 1000;
  let status: string;
  do {
    await new Promise((resolve) => setTimeout(resolve, 50));
    status = await client.send(new DescribeStacksCommand({ StackName: name }))
      .then(({ Stacks: [stack] = [] }) => stack?.StackStatus ?? 'DELETE_COMPLETE', (error: unknown) => {
        if (String(error).includes('does not exist')) {
          return 'DELETE_COMPLETE';
        }
        throw error;
      });
  } while (status.endsWith('IN_PROGRESS') && Date.now() < end);
  if (status !== wanted) {
    throw new Refused(`${status}${status.endsWith('IN_PROGRESS') ? ` still after ${PATIENCE_SECONDS} s` : ''}\n${await failures(client, name)}`);
  }
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
