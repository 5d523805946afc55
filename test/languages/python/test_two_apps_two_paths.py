import os
from collections.abc import Callable
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


def test_the_stack_synthesizes(app: App, stack: Stack, leave_template: Callable[[App, Stack], None]) -> None:
    leave_template(app, stack)
