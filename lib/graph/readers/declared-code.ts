import { addressOf, type Stack } from '../intrinsics/stacks';
import type { TemplatePlace } from '../intrinsics/template-place';
import { known, unknown, type Known } from '../types/known';
import { symbolsIn } from '../types/symbolic-text';
import type { EdgeSource } from '../types';
import type { EdgeCodeDeclaration } from '../types/template-input';

/**
 * The code of a function: what the templates say, or what somebody has declared where they say nothing. A declaration beside readable code
 * decides nothing.
 */
export function withDeclaration(
  arn: Known<string>,
  code: Known<EdgeSource>,
  { stack, system: { stacks } }: TemplatePlace,
): Known<EdgeSource> {
  const { edgeCode: declarations = [] } = stack.input;
  // Of a construct and one inside of it, the longer path is about this function alone
  const [declared] = declarations.filter((each) => arn.known && isNamed(each.function, arn.value, stacks))
    .sort((one, other) => other.function.length - one.function.length);
  if (!declared) {
    const others = declarations.map((each) => each.function).join(', ');
    return code.known || others === '' ? code : unknown(`${code.reason}, and what is declared is about ${others}`);
  }
  return code.known
    ? unknown(`${declared.function} is declared, and its code is in the templates as well: take the declaration out`)
    : known({ runtime: '2.0', text: handlerOf(declared), keyValues: known(undefined) });
}

/** By ARN, by the name in it, or by what the template or the app calls the resource that gives it. */
function isNamed(name: string, arn: string, stacks: readonly Stack[]): boolean {
  const [, inArn] = /:function[:/]([^:/]+)/.exec(arn) ?? [];
  return arn === name || inArn === name || symbolsIn(arn).some((symbol) => `.${symbol}.`.includes(`.${name}.`) || isBelow(name, symbol, stacks));
}

/**
 * A construct is named by its path, or by that of the construct that made it: a new version of a function has a new logical id, and the
 * same path.
 */
function isBelow(path: string, symbol: string, stacks: readonly Stack[]): boolean {
  return stacks.filter(({ name }) => symbol.startsWith(`${name}.`)).some((stack) => {
    const [logicalId = ''] = symbol.slice(stack.name.length + 1).split('.');
    return `${addressOf(stack, logicalId).constructPath ?? ''}/`.startsWith(`${path}/`);
  });
}

// One form for all: what is declared becomes the code of a handler, and runs as any other does
function handlerOf({ effect }: EdgeCodeDeclaration): string {
  if ('code' in effect) {
    return effect.code;
  }
  const statements = [
    ...('rewritesPaths' in effect ? effect.rewritesPaths.map(({ path, to }) => rewriting(path, to)) : []),
    ...('answersPreflights' in effect ? [`if (!response && request.method === 'OPTIONS') { return { statusCode: ${String(effect.answersPreflights.status)}, headers: ${valuesOf(effect.answersPreflights.headers)} }; }`] : []),
    ...('setsResponseHeaders' in effect ? [`if (response) { Object.assign(response.headers, ${valuesOf(effect.setsResponseHeaders)}); }`] : []),
  ];
  return `function handler(event) { var request = event.request; var response = event.response; ${statements.join(' ')} return response || request; }`;
}

// `/docs/*` -> `/v2/docs/*`, `*/` -> `*/index.html`: the star stands for the rest of the path; without one in `to`, all ask for the same
// object
function rewriting(path: string, to: string): string {
  const [before = '', after = ''] = path.split('*').map((part) => JSON.stringify(part));
  const rest = `request.uri.slice(${before}.length, request.uri.length - ${after}.length)`;
  const target = to.split('*').map((part) => JSON.stringify(part)).join(` + ${rest} + `);
  return path.includes('*')
    ? `if (!response && request.uri.startsWith(${before}) && request.uri.endsWith(${after}) && request.uri.length >= ${before}.length + ${after}.length) { request.uri = ${target}; }`
    : `if (!response && request.uri === ${before}) { request.uri = ${JSON.stringify(to)}; }`;
}

function valuesOf(headers: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), { value }])));
}
