// Video in HLS segments, for players on other origins. A packager writes the objects without Cache-Control, so each path says how long its files are
// kept: a live playlist changes every few seconds, a segment never does, and keys are kept nowhere.
//
//   npm run build && npx cdk synth VideoStreaming
import { type App, Duration, Stack } from 'aws-cdk-lib';
import { AssetCache, CorsAssetDistribution, CorsContract } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'VideoStreaming');
  const players = CorsContract.of({
    allowedOrigins: ['https://player.example.com', 'https://tv.example.net'],
    exposedHeaders: ['Content-Length', 'Content-Range', 'ETag'],
  });

  const video = new CorsAssetDistribution(stack, 'Video', { contract: players, publishAdditionalMetrics: true });

  const forever = AssetCache.of({ ttl: Duration.days(365) });
  // All paths of one contract share one response headers policy, and paths with equal settings one cache policy.
  video.addPath('live/*.m3u8', { contract: players, cache: AssetCache.of({ ttl: Duration.seconds(2), maxTtl: Duration.seconds(2) }) });
  video.addPath('*.m3u8', { contract: players, cache: AssetCache.of({ ttl: Duration.minutes(5) }) });
  video.addPath('*.ts', { contract: players, cache: forever });
  video.addPath('*.m4s', { contract: players, cache: forever });
  video.addPath('keys/*', { contract: players, cache: AssetCache.DISABLED });
}
