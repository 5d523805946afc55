from collections.abc import Callable

from aws_cdk import App, Stack

from every_capability import EveryCapability


def test_every_capability_can_be_called(app: App, leave_template: Callable[[App, Stack], None]) -> None:
    leave_template(app, EveryCapability(app, "EveryCapability"))
