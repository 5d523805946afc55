from aws_cdk import App, CfnOutput, Stack
from cdk_cors_asset_distribution import CorsAssetDistribution, CorsAssertions

app = App()
stack = Stack(app, "Web")
assets = CorsAssetDistribution(stack, "Assets", allowed_origins=["https://app.example.com"])
CfnOutput(stack, "Font", value=assets.asset_url("fonts/inter.woff2"))

CorsAssertions.from_stack(stack).allows(origin="https://app.example.com", path="/fonts/inter.woff2")
app.synth()
