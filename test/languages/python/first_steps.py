from aws_cdk import App, CfnOutput, Stack
from cdk_cors_asset_distribution import CorsAssertions, CorsAssetDistribution
from constructs import Construct


class Web(Stack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        assets = CorsAssetDistribution(self, "Assets", allowed_origins=["https://app.example.com"])
        CfnOutput(self, "Font", value=assets.asset_url("fonts/inter.woff2"))


app = App()
web = Web(app, "Web")
CorsAssertions.from_stack(web).allows(origin="https://app.example.com", path="/fonts/inter.woff2")
app.synth()
