"""test/languages/every-capability.ts in Python: one call of each capability."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk.aws_cloudfront_origins import S3BucketOrigin
from aws_cdk.aws_iam import User
from aws_cdk.aws_lambda import Version
from aws_cdk.aws_s3 import Bucket
from aws_cdk.aws_s3_deployment import Source
from cdk_cors_asset_distribution import (
    AssetCache,
    AssetRouting,
    CorsAssetBehavior,
    CorsAssetDistribution,
    CorsContract,
    CrossOriginResourcePolicy,
    UploadOptions,
)
from constructs import Construct

ORIGINS = ["https://app.example.com"]
CODE = "function handler(event) { return event.request; }"
SIZED = "arn:aws:lambda:us-east-1:111122223333:function:sized:7"


class EveryCapability(Stack):
    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        assets = CorsAssetDistribution(
            self,
            "Assets",
            allowed_origins=ORIGINS,
            bucket=Bucket(self, "Site"),
            failover_bucket=Bucket(self, "Spare"),
            failover_status_codes=[500, 503],
            publish_additional_metrics=True,
            content_security_policy="default-src 'self'",
            referrer_policy=cloudfront.HeadersReferrerPolicy.SAME_ORIGIN,
            frame_options=cloudfront.HeadersFrameOption.DENY,
            cross_origin_resource_policy=CrossOriginResourcePolicy.CROSS_ORIGIN,
            custom_headers={"X-Robots-Tag": "noindex"},
            routing=AssetRouting.app("index.html"),
            vary=["Origin"],
            cache=AssetCache.of(ttl=Duration.days(7), query_strings=["v"]),
            uploads=UploadOptions(allowed_origins=["capacitor://localhost"], multipart=True),
        )
        assets.add_path("docs/*", allowed_origins=ORIGINS, routing=AssetRouting.folders())
        assets.add_path("tiles/*", allowed_origins=["*"], bucket=Bucket(self, "Tiles"), cache=AssetCache.DISABLED)
        code = cloudfront.Function(self, "Code", code=cloudfront.FunctionCode.from_inline(CODE))
        sized = Version.from_version_arn(self, "Sized", SIZED)
        assets.add_path(
            "code/*",
            allowed_origins=ORIGINS,
            cache=AssetCache.from_cache_policy(cloudfront.CachePolicy.CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS),
            functions=[cloudfront.FunctionAssociation(function=code, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST)],
            edge_lambdas=[cloudfront.EdgeLambda(function_version=sized, event_type=cloudfront.LambdaEdgeEventType.ORIGIN_RESPONSE)],
        )
        assets.grant_upload(User(self, "Uploader"), "avatars/*")
        assets.deploy_files(
            "Files",
            sources=[Source.bucket(Bucket.from_bucket_name(self, "Built", "built-files"), "app1.zip")],
            key_prefix="app1",
            max_age=Duration.minutes(5),
            invalidation_paths=["/app1/*"],
            prune=True,
        )

        made = CorsAssetDistribution(self, "Made", contract=CorsContract.of(allowed_origins=ORIGINS))
        made.made_bucket.add_lifecycle_rule(expiration=Duration.days(30))

        origin = S3BucketOrigin.with_origin_access_control(Bucket(self, "WebFiles"))
        distribution = cloudfront.Distribution(self, "Web", default_behavior=cloudfront.BehaviorOptions(origin=origin))
        CorsAssetBehavior(self, "WebCors", distribution=distribution, allowed_origins=ORIGINS)
