import { App, Aspects, NestedStack, Stack, Stage, Validations, Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Annotations as FoundAnnotations, Match } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { CorsAssetDistribution, CorsChecks, CorsValidationPlugin } from '../../lib';
import { synthesized } from '../synthesis';
import type { Synthesized } from '../synthesis';

const RULE = 'headers-policy-credentials';
const ID = `cdk-cors-asset-distribution:${RULE}`;
const SAYS = Match.stringLikeRegexp(`together with credentials.*\\[${ID}\\]`);

/** A policy that somebody wired by hand, with `*` and credentials: CloudFront refuses it. The L1 lets it through. */
function handWritten(scope: IConstruct, id = 'Cors'): cloudfront.CfnResponseHeadersPolicy {
  return new cloudfront.CfnResponseHeadersPolicy(scope as Stack, id, {
    responseHeadersPolicyConfig: {
      name: 'cors',
      corsConfig: {
        accessControlAllowCredentials: true, accessControlAllowHeaders: { items: ['*'] }, accessControlAllowMethods: { items: ['GET'] },
        accessControlAllowOrigins: { items: ['https://app.example.com'] }, originOverride: true,
      },
    },
  });
}

/** The construct with an escape hatch that breaks it. */
function brokenAssets(stack: Stack): CorsAssetDistribution {
  const assets = new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['https://app.example.com'] });
  const policy = assets.corsPolicy.node.findChild('Resource').node.defaultChild as cloudfront.CfnResponseHeadersPolicy;
  policy.addPropertyOverride('ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowCredentials', true);
  return assets;
}

function errorsOf(stack: Stack): string[] {
  return FoundAnnotations.fromStack(stack).findError('*', Match.anyValue()).map(({ id, entry }) => `${id} ${String(entry.data)}`);
}

describe('the construct checks itself', () => {
  test('as it is made it has nothing to say', () => {
    const stack = new Stack(new App(), 'Web');
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['https://app.example.com'], uploads: {} });
    const found = FoundAnnotations.fromStack(stack);
    expect([...found.findError('*', Match.anyValue()), ...found.findWarning('*', Match.anyValue()), ...found.findInfo('*', Match.anyValue())]).toEqual([]);
  });

  test('an override that breaks the promise is an error at the resource that was overridden', () => {
    const stack = new Stack(new App(), 'Web');
    brokenAssets(stack);
    FoundAnnotations.fromStack(stack).hasError('/Web/Assets/CorsPolicy/Resource/Resource', SAYS);
  });

  test('what others wrote beside it is not its business', () => {
    const stack = new Stack(new App(), 'Web');
    handWritten(stack);
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['https://app.example.com'] });
    expect(errorsOf(stack)).toEqual([]);
  });

  test('it reaches into stages, where an aspect of the app does not', () => {
    const stack = new Stack(new Stage(new App(), 'Prod'), 'Web');
    brokenAssets(stack);
    expect(errorsOf(stack)).toHaveLength(1);
  });
});

describe('CorsChecks', () => {
  test('judges what anybody wrote in any stack', () => {
    const app = new App();
    const stack = new Stack(app, 'Web');
    handWritten(stack);
    Aspects.of(app).add(new CorsChecks());
    FoundAnnotations.fromStack(stack).hasError('/Web/Cors', SAYS);
  });

  test('judges after aspects that change things, whatever their priority', () => {
    const app = new App();
    const stack = new Stack(app, 'Web');
    const policy = handWritten(stack);
    Aspects.of(app).add(new CorsChecks());
    Aspects.of(app).add({
      visit: (node) => {
        if (node === policy) {
          policy.addPropertyOverride('ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowHeaders.Items', ['X-Trace']);
        }
      },
    });
    expect(errorsOf(stack)).toEqual([]);
  });

  test('sees properties that were deleted', () => {
    const app = new App();
    const stack = new Stack(app, 'Web');
    handWritten(stack).addPropertyDeletionOverride('ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowMethods');
    Aspects.of(app).add(new CorsChecks());
    expect(errorsOf(stack).join()).toContain('cdk-cors-asset-distribution:headers-policy-missing-field');
  });

  test('a finding is said once, although the construct checks itself too', () => {
    const app = new App();
    const stack = new Stack(app, 'Web');
    brokenAssets(stack);
    Aspects.of(app).add(new CorsChecks());
    Aspects.of(stack).add(new CorsChecks());
    expect(errorsOf(stack)).toHaveLength(1);
  });

  test('works in a stage when it is added there, and in nested stacks', () => {
    const stage = new Stage(new App(), 'Prod');
    const stack = new Stack(stage, 'Web');
    handWritten(new NestedStack(stack, 'Nested'));
    Aspects.of(stage).add(new CorsChecks());
    FoundAnnotations.fromStack(stack).hasError('/Prod/Web/Nested/Cors', SAYS);
  });
});

describe('warnings', () => {
  /** An error page that turns refusals into successes is right for an app of one page, and masks what goes wrong for files. */
  function warned(acknowledge: (stack: Stack) => void): number {
    const app = new App();
    const stack = new Stack(app, 'Web');
    const assets = new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['https://app.example.com'] });
    const distribution = assets.distribution.node.defaultChild as cloudfront.CfnDistribution;
    distribution.addPropertyOverride('DistributionConfig.CustomErrorResponses', [{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/index.html' }]);
    acknowledge(stack);
    return FoundAnnotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('.*')).length;
  }

  const reason = 'an app of one page';
  test.each<[string, (stack: Stack) => void]>([
    ['acknowledgeWarning on the stack', (stack) => { Annotations.of(stack).acknowledgeWarning('cdk-cors-asset-distribution:error-page-masks'); }],
    ['Validations.acknowledge on the stack', (stack) => { Validations.of(stack).acknowledge({ id: 'cdk-cors-asset-distribution:error-page-masks', reason }); }],
    ['Validations.acknowledge on the app', (stack) => { Validations.of(stack.node.root).acknowledge({ id: 'cdk-cors-asset-distribution:error-page-masks', reason }); }],
    ['the id that the plugin uses', (stack) => { Validations.of(stack).acknowledge({ id: 'cdk-cors-asset-distribution::error-page-masks', reason }); }],
  ])('are silenced by %s', (_, acknowledge) => {
    expect(warned(() => undefined)).toBe(1);
    expect(warned(acknowledge)).toBe(0);
  });

  test('of other rules stay', () => {
    expect(warned((stack) => { Validations.of(stack).acknowledge({ id: 'cdk-cors-asset-distribution:vary-missing', reason }); })).toBe(1);
  });
});

describe('CorsValidationPlugin', () => {
  function synthWithPlugin(build: (app: App) => void): Synthesized {
    const app = new App();
    build(app);
    Validations.of(app).addPlugins(new CorsValidationPlugin());
    return synthesized(app);
  }

  test('fails synthesis on an error', () => {
    expect(synthWithPlugin((app) => { handWritten(new Stack(app, 'Web')); }).fails).toBe(true);
  });

  test('lets pass what the construct makes', () => {
    expect(synthWithPlugin((app) => { new CorsAssetDistribution(new Stack(app, 'Web'), 'Assets', { allowedOrigins: ['*'] }); }).fails).toBe(false);
  });

  test('knows the account of a stack that names it, so that nothing is left to be judged', () => {
    const env = { account: '111122223333', region: 'eu-central-1' };
    const build = (scope: IConstruct): void => { new CorsAssetDistribution(new Stack(scope as App, 'Web', { env }), 'Assets', { allowedOrigins: ['*'] }); };
    expect(synthWithPlugin(build).report).not.toContain('Not judged');
    expect(synthWithPlugin((app) => { build(new Stage(app, 'Prod')); }).report).not.toContain('Not judged');
  });

  test('judges stages and nested stacks', () => {
    const { fails } = synthWithPlugin((app) => { handWritten(new NestedStack(new Stack(new Stage(app, 'Prod'), 'Web'), 'Nested')); });
    expect(fails).toBe(true);
  });

  test('each finding can be acknowledged, errors too', () => {
    const { fails } = synthWithPlugin((app) => {
      const stack = new Stack(app, 'Web');
      handWritten(stack);
      Validations.of(stack).acknowledge({ id: `cdk-cors-asset-distribution::${RULE}`, reason: 'CloudFront is not asked in this test' });
    });
    expect(fails).toBe(false);
  });

  test('reports the construct, the place, the fix and nothing twice', () => {
    const { report } = synthWithPlugin((app) => { brokenAssets(new Stack(app, 'Web')); });
    expect(report.split(`"${RULE}"`).length - 1).toBe(1);
    expect(report).toContain('Web/Assets/CorsPolicy/Resource');
    expect(report).toContain('AccessControlAllowHeaders');
    expect(report).toContain(`docs/rules/${RULE}.md`);
    expect(report).not.toContain(ID);
  });
});
