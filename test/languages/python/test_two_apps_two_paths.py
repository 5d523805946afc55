import json
import os
from pathlib import Path

import pytest
from aws_cdk import App, Stack
from cdk_cors_asset_distribution import AssetLoad, CorsAssertions, CorsAssetDistribution

from two_apps_two_paths import TwoAppsTwoPaths

SHOP = "https://shop.example.com"
PARTNER = "https://widget.partners.example"
STRANGER = "https://stranger.example"
PRICES = "/data/prices.json"
WIDGET = "/scripts/widget.js"


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An app with the feature flags of cdk.json, which `cdk synth` would pass."""
    context = json.loads(Path(__file__).with_name("cdk.json").read_text())["context"]
    return App(context=context, outdir=str(tmp_path))


@pytest.fixture
def stack(app: App) -> TwoAppsTwoPaths:
    return TwoAppsTwoPaths(app, "TwoAppsTwoPaths", files=Path(os.environ["ASSETS"]))


def test_the_shop_reads_everything_and_sends_its_header(stack: Stack) -> None:
    promise = CorsAssertions.from_stack(stack)
    promise.allows(origin=SHOP, path=PRICES, headers={"X-Request-Id": "1"}, reads=["ETag"])
    promise.blocks(origin=STRANGER, path=PRICES)


def test_partners_read_the_widget_and_not_the_prices(stack: Stack) -> None:
    promise = CorsAssertions.from_stack(stack)
    promise.allows(origin=PARTNER, path=WIDGET, load=AssetLoad.MODULE_SCRIPT)
    promise.blocks(origin=PARTNER, path=PRICES)


def test_an_assertion_that_does_not_hold_tells_the_trip(stack: Stack) -> None:
    promise = CorsAssertions.from_stack(stack)
    with pytest.raises(RuntimeError, match=f"GET {PRICES} of .+ from a page on {PARTNER} should be allowed, and is blocked"):
        promise.allows(origin=PARTNER, path=PRICES)


def test_an_origin_that_no_browser_sends_is_refused_by_its_error_code() -> None:
    with pytest.raises(RuntimeError, match="origin-trailing-slash") as refusal:
        CorsAssetDistribution(Stack(App(), "Stack"), "Assets", allowed_origins=["https://shop.example.com/"])
    assert '"https://shop.example.com/"' in str(refusal.value)


def test_the_stack_synthesizes(app: App, stack: Stack) -> None:
    """Leaves the template where the comparison with the other languages finds it."""
    template = app.synth().get_stack_by_name(stack.stack_name).template_full_path
    if "TEMPLATE_FILE" in os.environ:
        Path(os.environ["TEMPLATE_FILE"]).write_bytes(Path(template).read_bytes())
