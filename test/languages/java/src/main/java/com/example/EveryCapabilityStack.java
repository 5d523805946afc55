package com.example;

import io.github.cdkcorsassetdistribution.AssetCache;
import io.github.cdkcorsassetdistribution.AssetCacheOptions;
import io.github.cdkcorsassetdistribution.AssetPathOptions;
import io.github.cdkcorsassetdistribution.AssetRouting;
import io.github.cdkcorsassetdistribution.CorsAssetBehavior;
import io.github.cdkcorsassetdistribution.CorsAssetDistribution;
import io.github.cdkcorsassetdistribution.CorsContract;
import io.github.cdkcorsassetdistribution.CorsContractProps;
import io.github.cdkcorsassetdistribution.CrossOriginResourcePolicy;
import io.github.cdkcorsassetdistribution.DeployFilesOptions;
import io.github.cdkcorsassetdistribution.UploadOptions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.EdgeLambda;
import software.amazon.awscdk.services.cloudfront.Function;
import software.amazon.awscdk.services.cloudfront.FunctionAssociation;
import software.amazon.awscdk.services.cloudfront.FunctionCode;
import software.amazon.awscdk.services.cloudfront.FunctionEventType;
import software.amazon.awscdk.services.cloudfront.HeadersFrameOption;
import software.amazon.awscdk.services.cloudfront.HeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.LambdaEdgeEventType;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.iam.User;
import software.amazon.awscdk.services.lambda.Version;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;

/** test/languages/every-capability.ts in Java: one call of each capability. */
public final class EveryCapabilityStack extends Stack {
    private static final List<String> ORIGINS = List.of("https://app.example.com");

    public EveryCapabilityStack(final Construct scope, final String id) {
        super(scope, id);

        final CorsAssetDistribution assets = CorsAssetDistribution.Builder.create(this, "Assets")
                .allowedOrigins(ORIGINS)
                .bucket(new Bucket(this, "Site"))
                .failoverBucket(new Bucket(this, "Spare"))
                .failoverStatusCodes(List.of(500, 503))
                .publishAdditionalMetrics(true)
                .contentSecurityPolicy("default-src 'self'")
                .referrerPolicy(HeadersReferrerPolicy.SAME_ORIGIN)
                .frameOptions(HeadersFrameOption.DENY)
                .crossOriginResourcePolicy(CrossOriginResourcePolicy.CROSS_ORIGIN)
                .customHeaders(Map.of("X-Robots-Tag", "noindex"))
                .routing(AssetRouting.app("index.html"))
                .vary(List.of("Origin"))
                .cache(AssetCache.of(AssetCacheOptions.builder().ttl(Duration.days(7)).queryStrings(List.of("v")).build()))
                .uploads(UploadOptions.builder().allowedOrigins(List.of("capacitor://localhost")).multipart(true).build())
                .build();
        assets.addPath("docs/*", AssetPathOptions.builder().allowedOrigins(ORIGINS).routing(AssetRouting.folders()).build());
        assets.addPath("tiles/*", AssetPathOptions.builder()
                .allowedOrigins(List.of("*")).bucket(new Bucket(this, "Tiles")).cache(AssetCache.DISABLED).build());
        assets.addPath("code/*", AssetPathOptions.builder()
                .allowedOrigins(ORIGINS)
                .cache(AssetCache.fromCachePolicy(CachePolicy.CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS))
                .functions(List.of(FunctionAssociation.builder()
                        .function(Function.Builder.create(this, "Code")
                                .code(FunctionCode.fromInline("function handler(event) { return event.request; }")).build())
                        .eventType(FunctionEventType.VIEWER_REQUEST)
                        .build()))
                .edgeLambdas(List.of(EdgeLambda.builder()
                        .functionVersion(Version.fromVersionArn(this, "Sized", "arn:aws:lambda:us-east-1:111122223333:function:sized:7"))
                        .eventType(LambdaEdgeEventType.ORIGIN_RESPONSE)
                        .build()))
                .build());
        assets.grantUpload(new User(this, "Uploader"), "avatars/*");
        assets.deployFiles("Files", DeployFilesOptions.builder()
                .sources(List.of(Source.bucket(Bucket.fromBucketName(this, "Built", "built-files"), "app1.zip")))
                .keyPrefix("app1")
                .maxAge(Duration.minutes(5))
                .invalidationPaths(List.of("/app1/*"))
                .prune(true)
                .build());

        final CorsAssetDistribution made = CorsAssetDistribution.Builder.create(this, "Made")
                .contract(CorsContract.of(CorsContractProps.builder().allowedOrigins(ORIGINS).build()))
                .build();
        made.getMadeBucket().addLifecycleRule(LifecycleRule.builder().expiration(Duration.days(30)).build());

        final Distribution distribution = Distribution.Builder.create(this, "Web")
                .defaultBehavior(BehaviorOptions.builder()
                        .origin(S3BucketOrigin.withOriginAccessControl(new Bucket(this, "WebFiles"))).build())
                .build();
        CorsAssetBehavior.Builder.create(this, "WebCors").distribution(distribution).allowedOrigins(ORIGINS).build();
    }
}
