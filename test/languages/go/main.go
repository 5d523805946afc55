package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// cdk.json names this program, so `npx cdk synth` runs it.
func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	NewTwoAppsTwoPaths(app, "../../../examples/assets")
	app.Synth(nil)
}
