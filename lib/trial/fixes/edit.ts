/** Edits of templates, as their authors would make them. */
import { member } from '../../graph/types/json';
import type { TemplateInput } from '../../graph/types/template-input';
import type { Address } from '../../graph/types';
import { differences, withValue } from './json';
import type { Difference, JsonPath } from './json';

/** One edit: a value at a path inside a resource, or nothing there any more. A path without keys is the resource itself. */
export interface Edit {
  readonly stack: string;
  readonly logicalId: string;
  readonly path: JsonPath;
  /** Left out to take away what stands there. */
  readonly value?: unknown;
}

/** A change of one place of a template, as it is shown. */
export interface Change extends Difference {
  readonly stack: string;
  readonly file?: string;
  readonly logicalId: string;
  /** Of the resource, where it is made by a construct. */
  readonly constructPath?: string;
}

/** The templates with edits made; nothing when one has no place to be made. */
export function withEdits(inputs: readonly TemplateInput[], edits: readonly Edit[]): readonly TemplateInput[] | undefined {
  return edits.reduce<readonly TemplateInput[] | undefined>((sofar, edit) => sofar && withEdit(sofar, edit), inputs);
}

function withEdit(inputs: readonly TemplateInput[], { stack, logicalId, path, value }: Edit): readonly TemplateInput[] | undefined {
  const input = inputs.find(({ name }) => name === stack);
  const changed = input && withValue(input.template, ['Resources', logicalId, ...path], value);
  return changed && inputs.map((each) => (each === input ? { ...each, template: changed.value } : each));
}

/** What differs between templates before and after. */
export function changesBetween(before: readonly TemplateInput[], after: readonly TemplateInput[]): readonly Change[] {
  return before.flatMap((input, index) => {
    const [old, now] = [input, after[index] ?? input].map(({ template }) => member(template, 'Resources'));
    return old === now
      ? []
      : differences(old, now).map(({ path: [logicalId, ...path], ...values }) => ({
          stack: input.name,
          file: input.file,
          logicalId: String(logicalId),
          constructPath: constructPathOf(input, String(logicalId)),
          path,
          ...values,
        }));
  });
}

function constructPathOf(input: TemplateInput, logicalId: string): string | undefined {
  const path = member(member(member(member(input.template, 'Resources'), logicalId), 'Metadata'), 'aws:cdk:path');
  return typeof path === 'string' ? path : input.constructPaths?.[logicalId];
}

/** An edit of a property, by the place that the graph names. */
export function editAt({ stack, logicalId }: Pick<Address, 'logicalId' | 'stack'>, path: JsonPath, value?: unknown): Edit {
  return { stack, logicalId, path, ...(value === undefined ? {} : { value }) };
}
