import json
import os
import subprocess
import sys
from pathlib import Path


def test_the_readme_s_example_runs_as_it_stands(tmp_path: Path) -> None:
    example = Path(__file__).with_name("first_steps.py")
    subprocess.run([sys.executable, str(example)], check=True, cwd=tmp_path, env={**os.environ, "CDK_OUTDIR": str(tmp_path)})
    resources = json.loads((tmp_path / "Web.template.json").read_text())["Resources"]
    assert sum(resource["Type"].startswith(("AWS::S3::", "AWS::CloudFront::")) for resource in resources.values()) == 5
