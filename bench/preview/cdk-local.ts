import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Child } from './child';

const FOLDER = join(__dirname, 'cdk-local');
const PACKAGE = 'cdk-local';
const STACK = 'Bench';
/** Of a cloud assembly with nothing in it but a stack; every toolkit since 2024 reads it. */
const SCHEMA = '36.0.0';

/** The emulation of CloudFront by the package cdk-local over the same template and files; a text says why it cannot be measured. */
export async function cdkLocal(template: string, files: string): Promise<Child | string> {
  const missing = installed();
  if (missing !== undefined) {
    return missing;
  }
  const { Resources } = JSON.parse(readFileSync(template, 'utf8')) as { readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: DistributionProperties }>> };
  const [logicalId, distribution] = Object.entries(Resources).find(([, { Type }]) => Type === 'AWS::CloudFront::Distribution') ?? [];
  const origins = distribution?.Properties.DistributionConfig.Origins.flatMap(({ Id }) => ['--origin', `${Id}=${files}`]) ?? [];
  try {
    return await Child.start(join(FOLDER, 'node_modules', PACKAGE, 'dist/cli.js'), ['start-cloudfront', `${STACK}:${String(logicalId)}`, '--app', assembly(template), ...origins]);
  } catch (error) {
    return `${name()} does not serve the template: ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface DistributionProperties {
  readonly DistributionConfig: { readonly Origins: readonly { readonly Id: string }[] };
}

/** The package and its version, as the page names it. */
export function name(): string {
  const { dependencies } = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };
  return `${PACKAGE} ${dependencies[PACKAGE] ?? ''}`;
}

/** Installs the package where it is missing; a text says why that did not work. */
function installed(): string | undefined {
  if (existsSync(join(FOLDER, 'node_modules', PACKAGE))) {
    return undefined;
  }
  const { status, stderr } = spawnSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error'], {
    cwd: FOLDER, encoding: 'utf8', timeout: 300_000, shell: process.platform === 'win32',
  });
  return status === 0 ? undefined : `${name()} cannot be installed: ${(stderr as string | null)?.trim().split('\n').slice(0, 2).join(' ') ?? 'npm did not run'}`;
}

/** A template as the folder that `cdk synth` would have written. */
function assembly(template: string): string {
  const folder = `${template}.out`;
  mkdirSync(folder);
  writeFileSync(join(folder, basename(template)), readFileSync(template));
  const stack = { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: basename(template) } };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: SCHEMA, artifacts: { [STACK]: stack } }));
  return folder;
}
