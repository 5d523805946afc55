import { isObject } from '../types/json';

/** What an intrinsic function points at: `Ref: A` is `{ target: 'A' }`, `Fn::GetAtt: [A, Arn]` adds the attribute. */
export interface TemplateReference {
  readonly target: string;
  readonly attribute?: string;
}

/** One placeholder of a `Fn::Sub` text, or the text between two of them. */
export type SubPart = { readonly text: string } | { readonly name: string };

/**
 * Splits the text of a `Fn::Sub`; `${!Literal}` is the text `${Literal}`.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
 */
export function splitSub(text: string): readonly SubPart[] {
  const parts: SubPart[] = [];
  let end = 0;
  for (const found of text.matchAll(/\$\{([^}]*)\}/g)) {
    const name = (found[1] ?? '').trim();
    parts.push({ text: text.slice(end, found.index) });
    parts.push(name.startsWith('!') ? { text: `\${${name.slice(1)}}` } : { name });
    end = found.index + found[0].length;
  }
  parts.push({ text: text.slice(end) });
  return parts.filter((part) => !('text' in part) || part.text !== '');
}

/**
 * Parts the stack from the logical id in a reference that crosses stacks directly, `stack|LogicalId`. No template has these: they
 * stand for construct references which the CDK would turn into exports, parameters and outputs.
 */
export const STACK_SEPARATOR = '|';

/** `A.B.C` names the attribute `B.C` of `A`; `A` alone is a `Ref`. */
export function parseReference(text: string): TemplateReference {
  const dot = text.indexOf('.', text.indexOf(STACK_SEPARATOR) + 1);
  return dot < 0 ? { target: text } : { target: text.slice(0, dot), attribute: text.slice(dot + 1) };
}

/** The reference in the argument of `Fn::GetAtt`, in its list form or its dotted text form. */
export function parseGetAtt(argument: unknown): TemplateReference | undefined {
  if (typeof argument === 'string') {
    return parseReference(argument);
  }
  if (!Array.isArray(argument) || argument.length < 2 || !argument.every((part) => typeof part === 'string')) {
    return undefined;
  }
  const [target, ...attribute] = argument as string[];
  return { target: target ?? '', attribute: attribute.join('.') };
}

/** Every reference anywhere inside `value`, both branches of each `Fn::If` included. */
export function referencesIn(value: unknown): readonly TemplateReference[] {
  const found: TemplateReference[] = [];
  const pending: unknown[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (Array.isArray(next)) {
      pending.push(...(next as unknown[]).filter(isContainer));
    } else if (isObject(next)) {
      found.push(...directReferences(next));
      pending.push(...Object.values(next).filter(isContainer));
    }
  }
  return found;
}

function directReferences(value: Readonly<Record<string, unknown>>): readonly TemplateReference[] {
  if (typeof value.Ref === 'string') {
    return [{ target: value.Ref }];
  }
  if ('Fn::GetAtt' in value) {
    const reference = parseGetAtt(value['Fn::GetAtt']);
    return reference ? [reference] : [];
  }
  if ('Fn::Sub' in value) {
    const argument = value['Fn::Sub'];
    const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
    return typeof text === 'string' ? subReferences(text, variables) : [];
  }
  return [];
}

function subReferences(text: string, variables: unknown): readonly TemplateReference[] {
  return splitSub(text).flatMap((part) =>
    'name' in part && !(isObject(variables) && Object.hasOwn(variables, part.name)) ? [parseReference(part.name)] : [],
  );
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
