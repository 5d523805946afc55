import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json';

const { version, jsii: { targets } } = packageJson;

test.each([
  ['Python', 'python/requirements.txt', new RegExp(`^${targets.python.distName}==(.*)$`, 'm')],
  ['Java', 'java/pom.xml', new RegExp(`<artifactId>${targets.java.maven.artifactId}</artifactId>\\s*<version>(.*)</version>`)],
  ['Go', 'go/go.mod', new RegExp(`${targets.go.moduleName}/\\S+ v(.*)$`, 'm')],
])('the project of %s takes the version that is built: a release would otherwise be looked for in vain', (_, file, pattern) => {
  expect(pattern.exec(readFileSync(join(__dirname, file), 'utf8'))?.[1]).toBe(version);
});
