import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import packageJson from '../../package.json';
import { command, versionAtLeast } from './command';
import type { Language } from './language';
import { pacmak } from './pacmak';
import { emptyFolder, projectEnvironment, SAME_TEMPLATES, sameTemplates } from './same-template';

const TESTS = 'the tests of its project pass (Maven, JUnit)';

export const java: Language = {
  name: 'Java',
  checks: [TESTS, ...SAME_TEMPLATES],

  toolchain() {
    const compiler = versionAtLeast('javac', ['-version'], /javac (\d+)\.(\d+)/, [17, 0]); // pom.xml: maven.compiler.release
    return compiler.obstacle === undefined ? versionAtLeast('mvn', ['--version'], /Apache Maven (\d+)\.(\d+)/, [3, 6]) : compiler;
  },

  run({ work, cache }) {
    // A local repository of its own: the version of the library stays while its code changes, and Maven never asks twice for a release.
    const local = join(cache, 'maven');
    mkdirSync(local, { recursive: true });
    rmSync(join(local, packageJson.jsii.targets.java.maven.groupId.replaceAll('.', '/')), { recursive: true, force: true });

    const repository = pacmak('java', join(work, 'package'), '--maven-local-repository', local);
    const project = join(work, 'project');
    cpSync(join(__dirname, 'java'), project, { recursive: true });
    const settings = join(work, 'settings.xml');
    writeFileSync(settings, settingsWith(repository));

    const templates = emptyFolder(join(work, 'templates'));
    command('mvn', ['--batch-mode', '--no-transfer-progress', '--settings', settings, `-Dmaven.repo.local=${local}`, 'test'], {
      cwd: project,
      env: projectEnvironment(templates),
    });
    return [{ name: TESTS, outcome: 'passed' }, ...sameTemplates(templates)];
  },
};

/** Lets Maven find the generated package where a release would come from Maven Central. */
function settingsWith(repository: string): string {
  return `<settings>
  <profiles><profile>
    <id>generated</id>
    <repositories><repository><id>generated</id><url>${pathToFileURL(repository).href}</url></repository></repositories>
  </profile></profiles>
  <activeProfiles><activeProfile>generated</activeProfile></activeProfiles>
</settings>
`;
}
