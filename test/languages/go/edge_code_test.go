package main

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
	cors "github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution-go/cdkcorsassetdistribution"
)

const login = "if (!event.request.headers.authorization) { return { statusCode: 401 }; } return event.request; }"

// What a function at the edge does decides the verdict: the library runs it in its sandbox.
func stackWith(code string) awscdk.Stack {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Web"), nil)
	function := awscloudfront.NewFunction(stack, jsii.String("Function"), &awscloudfront.FunctionProps{
		Code: awscloudfront.FunctionCode_FromInline(jsii.String(code)),
	})
	cors.NewCorsAssetDistribution(stack, jsii.String("Assets"), &cors.CorsAssetDistributionProps{
		AllowedOrigins: jsii.Strings(shop),
		Functions: &[]*awscloudfront.FunctionAssociation{
			{Function: function, EventType: awscloudfront.FunctionEventType_VIEWER_REQUEST},
		},
	})
	return stack
}

func TestALoginThatAsksEverybodyKeepsThePageFromTheFile(t *testing.T) {
	promise := cors.CorsAssertions_FromStack(stackWith("function handler(event) { "+login), nil)
	promise.Blocks(&cors.CorsRequest{Origin: jsii.String(shop)})
}

func TestOneThatAsksForPrivateFilesOnlyLetsTheOthersThrough(t *testing.T) {
	spares := "if (!event.request.uri.startsWith('/private/')) { return event.request; } "
	promise := cors.CorsAssertions_FromStack(stackWith("function handler(event) { "+spares+login), nil)
	promise.Allows(&cors.CorsRequest{Origin: jsii.String(shop), Path: jsii.String("/logo.svg"), Headers: &map[string]*string{"X-Trace": jsii.String("1")}})
	promise.Blocks(&cors.CorsRequest{Origin: jsii.String(shop), Path: jsii.String("/private/plan.pdf")})
}

func TestWhatNoTemplateShowsIsDeclared(t *testing.T) {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Web"), nil)
	version := awslambda.Version_FromVersionArn(stack, jsii.String("Edge"), jsii.String("arn:aws:lambda:us-east-1:111122223333:function:edge:1"))
	cors.NewCorsAssetDistribution(stack, jsii.String("Assets"), &cors.CorsAssetDistributionProps{
		AllowedOrigins: jsii.Strings(shop),
		EdgeLambdas: &[]*awscloudfront.EdgeLambda{
			{FunctionVersion: version, EventType: awscloudfront.LambdaEdgeEventType_VIEWER_REQUEST},
		},
	})
	assertionsWith := func(does cors.EdgeCode) cors.CorsAssertions {
		return cors.CorsAssertions_FromStack(stack, &cors.CorsChecksOptions{EdgeCode: &map[string]cors.EdgeCode{"edge": does}})
	}
	moves := cors.EdgeCode_RewritesPaths(&[]*cors.PathRewrite{{Path: jsii.String("/docs/*"), To: jsii.String("/v2/*")}})
	assertionsWith(moves).Allows(&cors.CorsRequest{Origin: jsii.String(shop), Path: jsii.String("/docs/a.json")})
	refuses := cors.EdgeCode_AnswersPreflights(&cors.PreflightAnswer{Status: jsii.Number(302)})
	assertionsWith(refuses).Blocks(&cors.CorsRequest{Origin: jsii.String(shop), Headers: &map[string]*string{"X-Trace": jsii.String("1")}})
}
