"""What a function at the edge does decides the verdict: the library runs it in its sandbox, or takes what is declared."""

from aws_cdk import App, Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_lambda as lambda_
from cdk_cors_asset_distribution import CorsAssertions, CorsAssetDistribution, EdgeCode, PathRewrite

PAGE = "https://app.example.com"
LOGIN = "function handler(event) { %s if (!event.request.headers.authorization) { return { statusCode: 401 }; } return event.request; }"


def stack_with(body: str) -> Stack:
    stack = Stack(App(), "Web")
    function = cloudfront.Function(stack, "Function", code=cloudfront.FunctionCode.from_inline(body))
    association = cloudfront.FunctionAssociation(function=function, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST)
    CorsAssetDistribution(stack, "Assets", allowed_origins=[PAGE], functions=[association])
    return stack


def test_a_login_that_asks_everybody_keeps_the_page_from_the_file() -> None:
    CorsAssertions.from_stack(stack_with(LOGIN % "")).blocks(origin=PAGE)


def test_one_that_asks_for_private_files_only_lets_the_others_through() -> None:
    spares = "if (!event.request.uri.startsWith('/private/')) { return event.request; }"
    promise = CorsAssertions.from_stack(stack_with(LOGIN % spares))
    promise.allows(origin=PAGE, path="/logo.svg", headers={"X-Trace": "1"})
    promise.blocks(origin=PAGE, path="/private/plan.pdf")


def test_what_no_template_shows_is_declared() -> None:
    stack = Stack(App(), "Web")
    version = lambda_.Version.from_version_arn(stack, "Edge", "arn:aws:lambda:us-east-1:111122223333:function:edge:1")
    association = cloudfront.EdgeLambda(function_version=version, event_type=cloudfront.LambdaEdgeEventType.VIEWER_REQUEST)
    CorsAssetDistribution(stack, "Assets", allowed_origins=[PAGE], edge_lambdas=[association])
    moves = EdgeCode.rewrites_paths([PathRewrite(path="/docs/*", to="/v2/*")])
    CorsAssertions.from_stack(stack, edge_code={"edge": moves}).allows(origin=PAGE, path="/docs/a.json")
    refuses = EdgeCode.answers_preflights(status=302)
    CorsAssertions.from_stack(stack, edge_code={"edge": refuses}).blocks(origin=PAGE, headers={"X-Trace": "1"})
