/** A template's resources without what two ways of writing them may choose freely: logical ids, names, ids of origins. */
export function anonymousResources(template: string): string[] {
  const { Resources } = JSON.parse(template) as { readonly Resources: Readonly<Record<string, { readonly Type: string }>> };
  let text = JSON.stringify(Object.values(Resources).sort((a, b) => a.Type.localeCompare(b.Type)));
  for (const [id, { Type }] of Object.entries(Resources)) {
    text = text.replaceAll(JSON.stringify(id), JSON.stringify(`the ${Type}`));
  }
  const resources = JSON.parse(text, (key, value: unknown) => (key === 'Name' ? 'a name' : value)) as { Type: string; Properties: unknown }[];
  const originId = /"TargetOriginId":("[^"]*")/.exec(text)?.[1];
  return resources.map((resource) => {
    const line = JSON.stringify(sorted(resource));
    return originId === undefined ? line : line.replaceAll(originId, '"an origin"');
  });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)).map(([key, member]) => [key, sorted(member)]));
}
