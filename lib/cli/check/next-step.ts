/** The last line of `check`: what to do now. */
import { ruleUrl } from '../../checks/finding-text';
import type { NotJudged } from '../../trial';
import { fixFormOf } from '../fix-lines';
import type { AppLanguage, FixForm } from '../fix-lines';
import type { Shown } from './check-text';

const FIXES: Readonly<Record<FixForm, (language: AppLanguage) => string>> = {
  code: (language) => `paste the lines after "fix" at the end of the stack's constructor (CfnResource is from ${language === 'python' ? 'aws_cdk' : 'aws-cdk-lib'}), run cdk synth, and check again`,
  value: () => 'write the values after "fix" into the template, and check again; of a JSON template, --patch FILE writes them all as one patch',
};

/** What a check has come to. */
interface Checked {
  readonly shown: readonly Shown[];
  readonly notJudged: readonly NotJudged[];
  readonly sources: readonly string[];
  readonly language: AppLanguage;
  /** Whether all was read, and there is a distribution or a bucket in it. */
  readonly isReady: boolean;
}

export function nextStep({ shown, notJudged, sources, language, isReady }: Checked): string {
  const form = shown.flatMap(({ fix }) => (fix?.proven ? fix.changes.map(fixFormOf) : []))[0];
  const [worst] = shown;
  if (form !== undefined) {
    return `next: ${FIXES[form](language)}`;
  }
  if (worst !== undefined && worst.mistake.severity !== 'info') {
    return `next: make the fix by hand, and check again; ${ruleUrl(worst.mistake.rule)} shows the change in a template`;
  }
  if (notJudged.length > 0) {
    return 'next: name the templates that are missing, or say what decides with --parameter or --edge-code; --strict=not-judged makes this fail';
  }
  if (!isReady) {
    return 'next: name the templates of the distribution and of its buckets, each readable, and check again';
  }
  return `next: see it in a browser before you deploy: cdk-cors preview ${sources.join(' ')} --assets FOLDER`;
}
