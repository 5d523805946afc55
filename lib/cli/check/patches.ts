/** The proven fixes of a system, by template. */
import { readFileSync } from 'node:fs';
import type { TemplateInput } from '../../graph/types/template-input';
import { patchOf, planFor } from '../../trial';
import type { Change } from '../../trial';

export interface TemplatePatch {
  readonly stack: string;
  /** The file, or the stack where there is none. */
  readonly template: string;
  readonly isJson: boolean;
  readonly changes: readonly Change[];
  readonly operations: ReturnType<typeof patchOf>;
}

export function patchesFor(inputs: readonly TemplateInput[]): readonly TemplatePatch[] {
  const changes = planFor(inputs);
  return inputs.flatMap((input) => {
    const own = changes.filter(({ stack }) => stack === input.name);
    return own.length === 0
      ? []
      : [{ stack: input.name, template: input.file ?? input.name, isJson: isJson(input), changes: own, operations: patchOf(own) }];
  });
}

/** A patch of YAML would have to be made on what it was parsed to, and its comments would be lost. */
function isJson({ file }: TemplateInput): boolean {
  return file === undefined || /^\s*\{/.test(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
}
