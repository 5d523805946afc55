import { isSymbolic } from '../../graph/symbolic-text';
import { failIf, judgeKnown, unknownAt } from '../judge';
import type { Rule } from '../rule';
import { exampleStack } from '../example-stack';

const LONGEST = 64;

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
  example: {
    wrong: exampleStack({ accessControl: { Name: 'a-name-that-spells-out-the-application-the-stage-the-region-and-the-stack' } }),
    right: exampleStack(),
  },
  check: (graph) =>
    graph.originAccessControls.map(({ address, name }) => {
      const place = { address, path: 'Properties.OriginAccessControlConfig.Name' };
      return judgeKnown(place, name, (text) => {
        const least = text.replace(/\u27e8[^\u27e9]*\u27e9/g, '').length;
        if (least <= LONGEST && isSymbolic(text)) {
          return unknownAt(place, `the length of ${text} is decided at deployment`);
        }
        return failIf(place, least > LONGEST ? `the name has ${isSymbolic(text) ? 'at least ' : ''}${String(least)} characters; CloudFront takes ${String(LONGEST)}` : undefined);
      });
    }),
};
