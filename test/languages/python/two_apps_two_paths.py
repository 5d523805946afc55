"""examples/two-apps-two-paths.ts in Python: one bucket for two apps.

The shop reads everything and sends a header of its own, partners' pages read only the widget.
"""

from pathlib import Path

from aws_cdk import Duration, Stack
from aws_cdk.aws_s3_deployment import Source
from cdk_cors_asset_distribution import AssetPath, CorsAssetDistribution
from constructs import Construct


class TwoAppsTwoPaths(Stack):
    """Takes the folder whose files it deploys."""

    def __init__(self, scope: Construct, construct_id: str, *, files: Path) -> None:
        super().__init__(scope, construct_id)

        assets = CorsAssetDistribution(
            self,
            "Assets",
            allowed_origins=["https://shop.example.com"],
            allowed_headers=["X-Request-Id"],
            additional_paths=[
                AssetPath(
                    path_pattern="scripts/*",
                    allowed_origins=["https://shop.example.com", "https://*.partners.example"],
                    exposed_headers=[],
                    max_age=Duration.minutes(10),
                ),
            ],
        )

        # scripts/*.js and images/*.png carry a hash in their names, data/prices.json does not.
        assets.deploy_files(
            "Files",
            sources=[Source.asset(str(files), exclude=["*.pem"])],
            immutable=["scripts/*", "images/*"],
        )
