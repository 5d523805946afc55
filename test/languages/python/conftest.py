import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from aws_cdk import App, Stack


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An app with the feature flags of cdk.json, which `cdk synth` would pass."""
    context = json.loads(Path(__file__).with_name("cdk.json").read_text())["context"]
    return App(context=context, outdir=str(tmp_path))


@pytest.fixture
def leave_template() -> Callable[[App, Stack], None]:
    """Leaves the template where the comparison with the other languages finds it."""

    def leave(app: App, stack: Stack) -> None:
        artifact = app.synth().get_stack_by_name(stack.stack_name)
        if "TEMPLATES" in os.environ:
            file = Path(os.environ["TEMPLATES"]) / artifact.template_file
            file.write_bytes(Path(artifact.template_full_path).read_bytes())

    return leave
