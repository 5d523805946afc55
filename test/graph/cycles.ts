import { isObject, member, objectOrEmpty } from '../../lib/graph/types/json';
import { referencesIn } from '../../lib/graph/intrinsics/references';

/**
 * The circular dependencies for which CloudFormation refuses a template: one list of logical ids per knot, each id
 * depending on the next and the last on the first.
 *
 * A nested stack is one resource of its parent: it depends on what its parameters mention, and whoever reads one of its
 * outputs depends on all of it. So the cycle "bucket in a nested stack, distribution in the parent, exact SourceArn"
 * stands in the parent's template alone, where the CDK, which compares stacks and not resources, does not look.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html#troubleshooting-errors-circular-dependency-error
 */
export function findResourceCycles(template: unknown): readonly (readonly string[])[] {
  const knotted = withoutLooseEnds(dependencies(template));
  const cycles: (readonly string[])[] = [];
  const covered = new Set<string>();
  for (const id of knotted.keys()) {
    const cycle = covered.has(id) ? undefined : shortestCycle(id, knotted);
    if (cycle) {
      cycles.push(cycle);
      cycle.forEach((each) => covered.add(each));
    }
  }
  return cycles;
}

type Dependencies = Map<string, ReadonlySet<string>>;

function dependencies(template: unknown): Dependencies {
  const resources = objectOrEmpty(member(template, 'Resources'));
  return new Map(
    Object.entries(resources).map(([id, resource]) => {
      const mentioned = [
        ...referencesIn(member(resource, 'Properties')).map((reference) => reference.target),
        ...dependsOn(member(resource, 'DependsOn')),
      ];
      return [id, new Set(mentioned.filter((target) => isObject(member(resources, target))))];
    }),
  );
}

function dependsOn(value: unknown): readonly string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((id) => typeof id === 'string');
}

/** Drops, until none is left, every resource that depends on nothing: what remains is on a cycle or leads to one. */
function withoutLooseEnds(all: Dependencies): Dependencies {
  const dependents = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const [id, targets] of all) {
    open.set(id, targets.size);
    targets.forEach((target) => dependents.set(target, [...(dependents.get(target) ?? []), id]));
  }
  const done = [...open].filter(([, count]) => count === 0).map(([id]) => id);
  for (let id = done.pop(); id !== undefined; id = done.pop()) {
    open.delete(id);
    for (const dependent of dependents.get(id) ?? []) {
      const left = (open.get(dependent) ?? 0) - 1;
      open.set(dependent, left);
      if (left === 0) {
        done.push(dependent);
      }
    }
  }
  return new Map([...all].filter(([id]) => open.has(id)));
}

function shortestCycle(start: string, all: Dependencies): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const id of queue) {
    for (const target of all.get(id) ?? []) {
      if (target === start) {
        return pathTo(id, start, cameFrom);
      }
      if (!cameFrom.has(target)) {
        cameFrom.set(target, id);
        queue.push(target);
      }
    }
  }
  return undefined;
}

function pathTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const path = [end];
  for (let id = end; id !== start; ) {
    id = cameFrom.get(id) ?? start;
    path.unshift(id);
  }
  return path;
}
