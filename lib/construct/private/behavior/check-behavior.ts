import { Token } from 'aws-cdk-lib/core';
import { isHeaderName } from '../../../contract/header-name';
import type { Problems } from '../../../contract/problem';
import type { AssetBehaviorOptions } from '../../behavior/asset-behavior-options';

/** The events that a behavior has a function for already. */
export interface TakenEvents {
  readonly functions: readonly string[];
  readonly edgeLambdas: readonly string[];
}

interface Association {
  readonly event: string;
  readonly at: string;
}

const NONE: TakenEvents = { functions: [], edgeLambdas: [] };

/** Adds to `problems` what CloudFront would refuse of one behavior; the CDK lets it pass. */
export function checkBehavior(options: AssetBehaviorOptions, problems: Problems, at = '', taken = NONE): void {
  if (options.vary !== undefined) {
    checkVary(options.vary, `${at}vary`, problems);
  }
  const functions = functionsOf(options, at);
  const lambdas = (options.edgeLambdas ?? []).map(({ eventType }, index) => ({ event: String(eventType), at: `${at}edgeLambdas[${index}]` }));
  checkEvents(functions, taken.functions, problems);
  checkEvents(lambdas, taken.edgeLambdas, problems);
  checkKinds(functions, lambdas, taken, problems);
  options.edgeLambdas?.forEach(({ includeBody, eventType }, index) => {
    if (includeBody === true && !eventType.endsWith('-request')) {
      problems.add('edge-lambda-body', `${at}edgeLambdas[${index}].includeBody`, includeBody, 'includeBody for viewer-request or origin-request');
    }
  });
}

function functionsOf({ routing, vary, functions = [] }: AssetBehaviorOptions, at: string): Association[] {
  return [
    ...(routing === undefined ? [] : [{ event: 'viewer-request', at: `${at}routing` }]),
    ...(vary === undefined ? [] : [{ event: 'viewer-response', at: `${at}vary` }]),
    ...functions.map(({ eventType }, index) => ({ event: String(eventType), at: `${at}functions[${index}]` })),
  ];
}

function checkEvents(associations: readonly Association[], taken: readonly string[], problems: Problems): void {
  const seen = new Set(taken);
  for (const { event, at } of associations) {
    if (seen.has(event)) {
      problems.add('function-event-twice', at, event, `one function for ${event} that does both`);
    }
    seen.add(event);
  }
}

function checkKinds(functions: readonly Association[], lambdas: readonly Association[], taken: TakenEvents, problems: Problems): void {
  const ofViewer = lambdas.filter(({ event }) => event.startsWith('viewer-'));
  const [lambda] = ofViewer;
  if (lambda !== undefined && functions.length + taken.functions.length > 0) {
    problems.add('function-kinds-mixed', lambda.at, lambda.event, 'edgeLambdas for origin-request and origin-response, or a CloudFront function in place of this one');
  }
  const [first] = functions;
  if (first !== undefined && taken.edgeLambdas.some((event) => event.startsWith('viewer-'))) {
    problems.add('function-kinds-mixed', first.at, first.event, 'the behavior without Lambda@Edge for viewer events');
  }
}

function checkVary(names: readonly string[], at: string, problems: Problems): void {
  if (names.length === 0) {
    problems.add('vary-header', at, names, '["Origin"], or leave it out');
  }
  names.forEach((name, index) => {
    if (!Token.isUnresolved(name) && (name.includes('*') || !isHeaderName(name))) {
      problems.add('vary-header', `${at}[${index}]`, name, '"Origin"');
    }
  });
}
