"""cdk.json names this file, so `npx cdk synth` runs it."""

from pathlib import Path

from aws_cdk import App

from two_apps_two_paths import TwoAppsTwoPaths

app = App()
TwoAppsTwoPaths(app, "TwoAppsTwoPaths", files=Path(__file__).parents[3] / "examples" / "assets")
app.synth()
