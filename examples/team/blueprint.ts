// What every distribution of the organization has, without anybody repeating it. A team's own properties win.
import { type App, Duration, type InjectionContext, type IPropertyInjector, PropertyInjectors } from 'aws-cdk-lib';
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { CorsAssetDistribution, type CorsAssetDistributionProps, StrictTransportSecurity } from 'cdk-cors-asset-distribution';

class HouseDefaults implements IPropertyInjector {
  public readonly constructUniqueId = CorsAssetDistribution.PROPERTY_INJECTION_ID;

  public constructor(private readonly webAclArn: string) {}

  public inject(props: CorsAssetDistributionProps, context: InjectionContext): CorsAssetDistributionProps {
    return {
      comment: `${context.scope.node.path}: files for other origins`,
      webAclArn: this.webAclArn,
      priceClass: PriceClass.PRICE_CLASS_100,
      strictTransportSecurity: StrictTransportSecurity.maxAge(Duration.days(365)),
      ...props,
    };
  }
}

export function applyHouseDefaults(app: App, webAclArn: string): void {
  PropertyInjectors.of(app).add(new HouseDefaults(webAclArn));
}
