import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOM = join(__dirname, '..', '..', 'lib', 'graph');
const importsOf = (file: string) => [...readFileSync(join(ROOM, file), 'utf8').matchAll(/from '([^']+)'/g)].map((found) => found[1] ?? '');

describe('model, rules and command line run on templates where no aws-cdk-lib is installed', () => {
  test('only the reader of construct trees and its resolver of tokens import it', () => {
    const files = readdirSync(ROOM).filter((file) => file.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => importsOf(file).some((name) => /^(aws-cdk-lib|constructs)/.test(name)))).toEqual(['construct-tree.ts', 'token-resolver.ts']);
    expect(files.filter((file) => importsOf(file).includes('./construct-tree'))).toEqual([]);
  });

  test('nothing is imported from rooms that build on the graph', () => {
    const outside = readdirSync(ROOM).flatMap(importsOf).filter((name) => name.startsWith('../'));
    expect([...new Set(outside)]).toEqual(['../contract/bucket-cors-rule']);
  });
});
