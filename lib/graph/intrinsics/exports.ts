import { conditionHolds } from './conditions';
import { isObject, member, textOf } from '../types/json';
import { scalarText, unresolved } from './resolved';
import { resourceType, type Stack } from './stacks';
import { isSymbolic, symbol } from '../types/symbolic-text';
import type { System } from './system';

/** What `Fn::ImportValue` yields: the value of the output that some other template exports under the name. */
export function importedValue(argument: unknown, stack: Stack, system: System): unknown {
  const name = scalarText(system.resolve(argument, stack));
  if (name === undefined) {
    return unresolved('Fn::ImportValue without a name');
  }
  const exporters = system.stacks.flatMap((exporter) =>
    Object.keys(exporter.outputs)
      .filter((output) => exportName(exporter, output, system) === name)
      .map((output) => ({ stack: exporter, output })),
  );
  const found = nearest(exporters, stack);
  return found ? outputValue(found.stack, found.output, system) : symbol(`import ${name}`);
}

function exportName(stack: Stack, output: string, system: System): string | undefined {
  const name = member(member(member(stack.outputs, output), 'Export'), 'Name');
  return scalarText(system.once(`name of export ${stack.name}.${output}`, () => system.resolve(name, stack)));
}

/** An export is visible in its own account and region: where several have the name, the one of the importer's counts. */
function nearest<T extends { readonly stack: Stack }>(candidates: readonly T[], importer: Stack): T | undefined {
  const here = candidates.filter(
    ({ stack }) => stack.input.region === importer.input.region && stack.input.account === importer.input.account,
  );
  return here[0] ?? (candidates.length === 1 ? candidates[0] : undefined);
}

/** The value of an output; nothing when its condition does not hold. */
export function outputValue(stack: Stack, output: string, system: System): unknown {
  const declared = member(stack.outputs, output);
  const condition = textOf(member(declared, 'Condition'));
  if (condition !== undefined && conditionHolds(condition, stack, system) === false) {
    return unresolved(`output ${output} of stack ${stack.name} is left out by condition ${condition}`);
  }
  return isObject(declared)
    ? system.once(`output ${output} of stack ${stack.name}`, () => system.resolve(declared.Value, stack))
    : symbol(`${stack.name}.Outputs.${output}`);
}

/** `Fn::GetStackOutput`, which the CDK renders for weak references between stacks. */
export function stackOutput(argument: unknown, stack: Stack, system: System): unknown {
  const stackName = scalarText(system.resolve(member(argument, 'StackName'), stack)) ?? '';
  const output = scalarText(system.resolve(member(argument, 'OutputName'), stack)) ?? '';
  const region = scalarText(system.resolve(member(argument, 'Region'), stack));
  const named = system.stacks.filter((each) => !each.parent && (each.input.stackName ?? each.name) === stackName);
  const inRegion = named.filter(
    (each) => each.input.region === undefined || region === undefined || isSymbolic(region) || each.input.region === region,
  );
  const owner = inRegion[0];
  return owner ? outputValue(owner, output, system) : symbol(`${stackName}.Outputs.${output}`);
}

const WRITER = 'Custom::CrossRegionExportWriter';
export const CROSS_REGION_READER = 'Custom::CrossRegionExportReader';

/** What the CDK's cross-region reader yields for an SSM name: the value its writer, in another stack, puts there. */
export function crossRegionExport(name: string, system: System): unknown {
  for (const stack of system.stacks) {
    for (const id of Object.keys(stack.resources).filter((each) => resourceType(stack, each) === WRITER)) {
      const exports = member(member(member(member(stack.resources, id), 'Properties'), 'WriterProps'), 'exports');
      const value = member(exports, name);
      if (value !== undefined) {
        return system.once(`cross-region export ${name}`, () => system.resolve(value, stack));
      }
    }
  }
  return symbol(`cross-region export ${name}`);
}
