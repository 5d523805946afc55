package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfrontorigins"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3deployment"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	cors "github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution-go/cdkcorsassetdistribution"
)

// NewEveryCapability is test/languages/every-capability.ts in Go: one call of each capability.
func NewEveryCapability(scope constructs.Construct) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String("EveryCapability"), nil)
	origins := jsii.Strings("https://app.example.com")
	bucket := func(id string) awss3.Bucket { return awss3.NewBucket(stack, jsii.String(id), nil) }

	assets := cors.NewCorsAssetDistribution(stack, jsii.String("Assets"), &cors.CorsAssetDistributionProps{
		AllowedOrigins:            origins,
		Bucket:                    bucket("Site"),
		FailoverBucket:            bucket("Spare"),
		FailoverStatusCodes:       jsii.Numbers(500, 503),
		PublishAdditionalMetrics:  jsii.Bool(true),
		ContentSecurityPolicy:     jsii.String("default-src 'self'"),
		ReferrerPolicy:            awscloudfront.HeadersReferrerPolicy_SAME_ORIGIN,
		FrameOptions:              awscloudfront.HeadersFrameOption_DENY,
		CrossOriginResourcePolicy: cors.CrossOriginResourcePolicy_CROSS_ORIGIN,
		CustomHeaders:             &map[string]*string{"X-Robots-Tag": jsii.String("noindex")},
		Routing:                   cors.AssetRouting_App(jsii.String("index.html")),
		Vary:                      jsii.Strings("Origin"),
		Cache: cors.AssetCache_Of(&cors.AssetCacheOptions{
			Ttl:          awscdk.Duration_Days(jsii.Number(7)),
			QueryStrings: jsii.Strings("v"),
		}),
		Uploads: &cors.UploadOptions{AllowedOrigins: jsii.Strings("capacitor://localhost"), Multipart: jsii.Bool(true)},
	})
	assets.AddPath(jsii.String("docs/*"), &cors.AssetPathOptions{AllowedOrigins: origins, Routing: cors.AssetRouting_Folders(nil)})
	assets.AddPath(jsii.String("tiles/*"), &cors.AssetPathOptions{
		AllowedOrigins: jsii.Strings("*"),
		Bucket:         bucket("Tiles"),
		Cache:          cors.AssetCache_DISABLED(),
	})
	code := awscloudfront.NewFunction(stack, jsii.String("Code"), &awscloudfront.FunctionProps{
		Code: awscloudfront.FunctionCode_FromInline(jsii.String("function handler(event) { return event.request; }")),
	})
	sized := awslambda.Version_FromVersionArn(stack, jsii.String("Sized"), jsii.String("arn:aws:lambda:us-east-1:111122223333:function:sized:7"))
	assets.AddPath(jsii.String("code/*"), &cors.AssetPathOptions{
		AllowedOrigins: origins,
		Cache:          cors.AssetCache_FromCachePolicy(awscloudfront.CachePolicy_CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS()),
		Functions: &[]*awscloudfront.FunctionAssociation{{
			Function:  code,
			EventType: awscloudfront.FunctionEventType_VIEWER_REQUEST,
		}},
		EdgeLambdas: &[]*awscloudfront.EdgeLambda{{
			FunctionVersion: sized,
			EventType:       awscloudfront.LambdaEdgeEventType_ORIGIN_RESPONSE,
		}},
	})
	assets.GrantUpload(awsiam.NewUser(stack, jsii.String("Uploader"), nil), jsii.String("avatars/*"))
	built := awss3.Bucket_FromBucketName(stack, jsii.String("Built"), jsii.String("built-files"))
	assets.DeployFiles(jsii.String("Files"), &cors.DeployFilesOptions{
		Sources:           &[]awss3deployment.ISource{awss3deployment.Source_Bucket(built, jsii.String("app1.zip"))},
		KeyPrefix:         jsii.String("app1"),
		MaxAge:            awscdk.Duration_Minutes(jsii.Number(5)),
		InvalidationPaths: jsii.Strings("/app1/*"),
		Prune:             jsii.Bool(true),
	})

	made := cors.NewCorsAssetDistribution(stack, jsii.String("Made"), &cors.CorsAssetDistributionProps{
		Contract: cors.CorsContract_Of(&cors.CorsContractProps{AllowedOrigins: origins}),
	})
	made.MadeBucket().AddLifecycleRule(&awss3.LifecycleRule{Expiration: awscdk.Duration_Days(jsii.Number(30))})

	distribution := awscloudfront.NewDistribution(stack, jsii.String("Web"), &awscloudfront.DistributionProps{
		DefaultBehavior: &awscloudfront.BehaviorOptions{Origin: awscloudfrontorigins.S3BucketOrigin_WithOriginAccessControl(bucket("WebFiles"), nil)},
	})
	cors.NewCorsAssetBehavior(stack, jsii.String("WebCors"), &cors.CorsAssetBehaviorProps{Distribution: distribution, AllowedOrigins: origins})
	return stack
}
