// The share of requests that CloudFront answers out of its cache: a metric that has to be turned on, at a price.
import { Stack } from 'aws-cdk-lib';
import { CfnMonitoringSubscription } from 'aws-cdk-lib/aws-cloudfront';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function cacheHitRate(assets: CorsAssetDistribution): Metric {
  const { distribution } = assets;
  new CfnMonitoringSubscription(Stack.of(assets), 'AdditionalMetrics', {
    distributionId: distribution.distributionId,
    monitoringSubscription: { realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: 'Enabled' } },
  });
  return distribution.metric('CacheHitRate', { statistic: 'Average' });
}
