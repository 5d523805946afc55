import { symbol, symbolsIn } from '../../../graph/types/symbolic-text';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass, unknownAt } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachIn } from '../../engine/subject';

/** CloudFront's limit of characters. */
export const LONGEST_NAME = 64;

export const accessControlName: Rule = {
  id: 'access-control-name',
  severity: 'error',
  family: 'deploy',
  title: 'The name of an origin access control is longer than 64 characters',
  why: 'CloudFront refuses it, so the stack does not deploy.',
  fix: 'Shorten the name, and leave room for what the stack name and region add to it.',
  see: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-originaccesscontrol-originaccesscontrolconfig.html',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html',
  ],
  unless: 'Never: the limit is CloudFront\'s.',
  example: () => ({
    wrong: exampleStack({ accessControl: { Name: 'a-name-that-spells-out-the-application-the-stage-the-region-and-the-stack' } }),
    right: exampleStack(),
  }),
  check: eachIn(({ originAccessControls }) => originAccessControls, ({ address }) => ({ address, path: NAME }), ({ name }, place) => {
    const text = decided(name);
    const { least, most } = lengthOf(text);
    if (least > LONGEST_NAME) {
      return fail(place, `the name has ${least < most ? 'at least ' : ''}${String(least)} characters; CloudFront takes ${String(LONGEST_NAME)}`);
    }
    return most > LONGEST_NAME ? unknownAt(place, `the length of ${text} is decided at deployment`) : pass(place);
  }),
};

const NAME = 'Properties.OriginAccessControlConfig.Name';

/** How long the longest values are: `ap-southeast-1` and room for regions to come. */
const LONGEST_VALUES: Readonly<Record<string, number>> = { 'AWS::AccountId': 12, 'AWS::Partition': 16, 'AWS::Region': 20 };

function lengthOf(text: string): { readonly least: number; readonly most: number } {
  const symbols = symbolsIn(text);
  const least = text.length - symbols.reduce((sum, name) => sum + symbol(name).length, 0);
  return { least, most: symbols.reduce((sum, name) => sum + (LONGEST_VALUES[name] ?? Infinity), least) };
}
