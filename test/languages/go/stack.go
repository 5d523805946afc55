// Package main is examples/two-apps-two-paths.ts in Go: one bucket for two apps. The shop reads everything and sends a
// header of its own, partners' pages read only the widget.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3assets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3deployment"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	cors "github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution-go/cdkcorsassetdistribution"
)

// NewTwoAppsTwoPaths takes the folder whose files the stack deploys.
func NewTwoAppsTwoPaths(scope constructs.Construct, files string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String("TwoAppsTwoPaths"), nil)

	assets := cors.NewCorsAssetDistribution(stack, jsii.String("Assets"), &cors.CorsAssetDistributionProps{
		AllowedOrigins: jsii.Strings("https://shop.example.com"),
		AllowedHeaders: jsii.Strings("X-Request-Id"),
		AdditionalPaths: &[]*cors.AssetPath{{
			PathPattern:    jsii.String("scripts/*"),
			AllowedOrigins: jsii.Strings("https://shop.example.com", "https://*.partners.example"),
			ExposedHeaders: jsii.Strings(),
			MaxAge:         awscdk.Duration_Minutes(jsii.Number(10)),
		}},
	})

	// scripts/*.js and images/*.png carry a hash in their names, data/prices.json does not.
	assets.DeployFiles(jsii.String("Files"), &cors.DeployFilesOptions{
		Sources: &[]awss3deployment.ISource{
			awss3deployment.Source_Asset(jsii.String(files), &awss3assets.AssetOptions{Exclude: jsii.Strings("*.pem")}),
		},
		Immutable: jsii.Strings("scripts/*", "images/*"),
	})
	return stack
}
