import { known, unknown, type Known } from '../types/known';
import type { EdgeSource } from '../types';
import type { EdgeCodeDeclaration } from '../types/template-input';

/** The code of a function: what the templates say, or what somebody has declared where they say nothing. A declaration beside readable code decides nothing. */
export function withDeclaration(arn: Known<string>, code: Known<EdgeSource>, declarations: readonly EdgeCodeDeclaration[] = []): Known<EdgeSource> {
  const declared = declarations.find((each) => arn.known && isNamed(each.function, arn.value));
  if (!declared) {
    return code;
  }
  return code.known
    ? unknown(`${declared.function} is declared, and its code is in the templates as well: take the declaration out`)
    : known({ runtime: '2.0', text: handlerOf(declared), keyValues: known(undefined) });
}

/** By ARN, by the name in it, or by what the template calls it. */
function isNamed(name: string, arn: string): boolean {
  const symbol = /\u27e8[^\u27e9]*\.([^.\u27e9]+)(?:\.FunctionARN)?\u27e9/.exec(arn)?.[1];
  return arn === name || arn === `\u27e8${name}\u27e9` || symbol === name || arn.split(/[:/]/).includes(name);
}

// One form for all: what is declared becomes the code of a handler, and runs as any other does
function handlerOf({ effect }: EdgeCodeDeclaration): string {
  if ('code' in effect) {
    return effect.code;
  }
  const statements = [
    ...('rewritesPaths' in effect ? effect.rewritesPaths.map(({ from, to }) => rewriting(from, to)) : []),
    ...('answersPreflights' in effect ? [`if (request.method === 'OPTIONS') { return { statusCode: ${String(effect.answersPreflights.status)}, headers: ${valuesOf(effect.answersPreflights.headers)} }; }`] : []),
    ...('setsResponseHeaders' in effect ? [`if (response) { Object.assign(response.headers, ${valuesOf(effect.setsResponseHeaders)}); }`] : []),
  ];
  return `function handler(event) { var request = event.request; var response = event.response; ${statements.join(' ')} return response || request; }`;
}

// `/docs/*` -> `/v2/docs/*`, `*/` -> `*/index.html`: a star at either end stands for the rest of the path
function rewriting(from: string, to: string): string {
  const [before = '', after = ''] = from.split('*').map((part) => JSON.stringify(part));
  const [first = '', last = ''] = to.split('*').map((part) => JSON.stringify(part));
  return from.includes('*')
    ? `if (!response && request.uri.startsWith(${before}) && request.uri.endsWith(${after}) && request.uri.length >= ${before}.length + ${after}.length) { request.uri = ${first} + request.uri.slice(${before}.length, request.uri.length - ${after}.length) + ${last}; }`
    : `if (!response && request.uri === ${before}) { request.uri = ${JSON.stringify(to)}; }`;
}

function valuesOf(headers: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), { value }])));
}
