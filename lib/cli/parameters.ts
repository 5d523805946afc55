import { isObject, member } from '../graph/types/json';
import type { TemplateInput } from '../graph/types/template-input';
import { UsageError } from './usage-error';

/** The option that says what is chosen at deployment, for the usage of the commands that read templates. */
export const PARAMETER_USAGE = '  --parameter NAME=VALUE  value of a parameter; may be repeated (default: both sides of conditions)';

/** The templates with the values that `--parameter` gives; each goes to every template that declares the name. */
export function withParameters(inputs: readonly TemplateInput[], given: readonly string[]): readonly TemplateInput[] {
  const values = new Map(given.map(parse));
  for (const [name, value] of values) {
    refuseWrong(name, value, inputs);
  }
  return given.length === 0
    ? inputs
    : inputs.map((input) => ({
        ...input,
        parameters: { ...input.parameters, ...Object.fromEntries([...values].filter(([name]) => declared(input, name) !== undefined)) },
      }));
}

function parse(text: string): readonly [name: string, value: string] {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new UsageError(`--parameter ${text}: not a name and a value; write NAME=VALUE, such as --parameter Stage=prod`);
  }
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function refuseWrong(name: string, value: string, inputs: readonly TemplateInput[]): void {
  const found = inputs.map((input) => declared(input, name)).filter((each) => each !== undefined);
  if (found.length === 0) {
    const names = [...new Set(inputs.flatMap(parameterNames))];
    throw new UsageError(`--parameter ${name}=${value}: no template has a parameter ${name}; ${names.length === 0 ? 'they have none' : `they have ${names.join(', ')}`}`);
  }
  const refusing = found.map((each) => member(each, 'AllowedValues')).find((allowed) => Array.isArray(allowed) && !allowed.map(String).includes(value));
  if (Array.isArray(refusing)) {
    throw new UsageError(`--parameter ${name}=${value}: CloudFormation refuses the value; the template allows ${refusing.map(String).join(', ')}`);
  }
}

function declared({ template }: TemplateInput, name: string): unknown {
  return member(member(template, 'Parameters'), name);
}

function parameterNames({ template }: TemplateInput): readonly string[] {
  const parameters = member(template, 'Parameters');
  return isObject(parameters) ? Object.keys(parameters) : [];
}
