import json
import os
import subprocess
import sys
from pathlib import Path

from aws_cdk import App, Stack, aws_s3 as s3
from cdk_cors_asset_distribution import CorsAssertions, CorsAssetDistribution


def test_the_readme_s_example_runs_as_it_stands(tmp_path: Path) -> None:
    example = Path(__file__).with_name("first_steps.py")
    subprocess.run([sys.executable, str(example)], check=True, cwd=tmp_path, env={**os.environ, "CDK_OUTDIR": str(tmp_path)})
    resources = json.loads((tmp_path / "Web.template.json").read_text())["Resources"]
    assert sum(resource["Type"].startswith(("AWS::S3::", "AWS::CloudFront::")) for resource in resources.values()) == 5


def test_an_imported_bucket_gets_its_settings_from_the_stack() -> None:
    stack = Stack(App(), "Imported")
    bucket = s3.Bucket.from_bucket_name(stack, "Files", "team-files")
    CorsAssetDistribution(stack, "Assets", allowed_origins=["https://app.example.com"], bucket=bucket).apply_bucket_settings()
    CorsAssertions.from_stack(stack).allows(origin="https://app.example.com", path="/inter.woff2")
