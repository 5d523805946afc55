package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	cors "github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution-go/cdkcorsassetdistribution"
)

const (
	shop     = "https://shop.example.com"
	partner  = "https://widget.partners.example"
	stranger = "https://stranger.example"
	prices   = "/data/prices.json"
	widget   = "/scripts/widget.js"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func TestTheShopReadsEverythingAndSendsItsHeader(t *testing.T) {
	promise := cors.CorsAssertions_FromStack(newStack(t), nil)
	promise.Allows(&cors.CorsRequest{
		Origin:  jsii.String(shop),
		Path:    jsii.String(prices),
		Headers: &map[string]*string{"X-Request-Id": jsii.String("1")},
		Reads:   jsii.Strings("ETag"),
	})
	promise.Blocks(&cors.CorsRequest{Origin: jsii.String(stranger), Path: jsii.String(prices)})
}

func TestPartnersReadTheWidgetAndNotThePrices(t *testing.T) {
	promise := cors.CorsAssertions_FromStack(newStack(t), nil)
	promise.Allows(&cors.CorsRequest{Origin: jsii.String(partner), Path: jsii.String(widget), Load: cors.AssetLoad_MODULE_SCRIPT})
	promise.Blocks(&cors.CorsRequest{Origin: jsii.String(partner), Path: jsii.String(prices)})
}

func TestAnAssertionThatDoesNotHoldTellsTheExchange(t *testing.T) {
	promise := cors.CorsAssertions_FromStack(newStack(t), nil)
	message := panicMessage(func() {
		promise.Allows(&cors.CorsRequest{Origin: jsii.String(partner), Path: jsii.String(prices)})
	})
	if !strings.Contains(message, "GET "+prices+" of ") || !strings.Contains(message, " from a page on "+partner+" should be allowed, and is blocked") {
		t.Fatalf("the assertion should fail with the exchange, and said: %q", message)
	}
}

func TestAnOriginThatNoBrowserSendsIsRefusedByItsErrorCode(t *testing.T) {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Stack"), nil)
	message := panicMessage(func() {
		cors.NewCorsAssetDistribution(stack, jsii.String("Assets"), &cors.CorsAssetDistributionProps{
			AllowedOrigins: jsii.Strings("https://shop.example.com/"),
		})
	})
	if !strings.Contains(message, "origin-trailing-slash") || !strings.Contains(message, `"https://shop.example.com/"`) {
		t.Fatalf("the slash should be refused by its code and value, and what happened is: %q", message)
	}
}

func TestAnImportedBucketGetsItsSettingsFromTheStack(t *testing.T) {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Imported"), nil)
	cors.NewCorsAssetDistribution(stack, jsii.String("Assets"), &cors.CorsAssetDistributionProps{
		AllowedOrigins: jsii.Strings(shop),
		Bucket:         awss3.Bucket_FromBucketName(stack, jsii.String("Files"), jsii.String("team-files")),
	}).ApplyBucketSettings()
	cors.CorsAssertions_FromStack(stack, nil).Allows(&cors.CorsRequest{Origin: jsii.String(shop), Path: jsii.String(prices)})
}

// Leaves the template where the comparison with the other languages finds it.
func TestTheStackSynthesizes(t *testing.T) {
	leaveTemplates(t, newApp(t))
}

func TestEveryCapabilityCanBeCalled(t *testing.T) {
	app := appWithFlags(t)
	NewEveryCapability(app)
	leaveTemplates(t, app)
}

func leaveTemplates(t *testing.T, app awscdk.App) {
	t.Helper()
	for _, stack := range *app.Synth(nil).Stacks() {
		template, err := os.ReadFile(*stack.TemplateFullPath())
		if err != nil {
			t.Fatal(err)
		}
		if folder := os.Getenv("TEMPLATES"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, *stack.TemplateFile()), template, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func newStack(t *testing.T) awscdk.Stack {
	app := newApp(t)
	return app.Node().FindChild(jsii.String("TwoAppsTwoPaths")).(awscdk.Stack)
}

func newApp(t *testing.T) awscdk.App {
	t.Helper()
	app := appWithFlags(t)
	NewTwoAppsTwoPaths(app, os.Getenv("ASSETS"))
	return app
}

// appWithFlags has the feature flags of cdk.json, which `cdk synth` would pass.
func appWithFlags(t *testing.T) awscdk.App {
	t.Helper()
	text, err := os.ReadFile("cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	var settings struct{ Context map[string]any }
	if err := json.Unmarshal(text, &settings); err != nil {
		t.Fatal(err)
	}
	return awscdk.NewApp(&awscdk.AppProps{Context: &settings.Context, Outdir: jsii.String(t.TempDir())})
}

func panicMessage(act func()) (message string) {
	defer func() { message = fmt.Sprint(recover()) }()
	act()
	return ""
}
