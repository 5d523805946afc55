package com.example;

import io.github.cdkcorsassetdistribution.CorsAssertions;
import io.github.cdkcorsassetdistribution.CorsAssetDistribution;
import io.github.cdkcorsassetdistribution.CorsChecksOptions;
import io.github.cdkcorsassetdistribution.CorsRequest;
import io.github.cdkcorsassetdistribution.EdgeCode;
import io.github.cdkcorsassetdistribution.PathRewrite;
import io.github.cdkcorsassetdistribution.PreflightAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudfront.EdgeLambda;
import software.amazon.awscdk.services.cloudfront.Function;
import software.amazon.awscdk.services.cloudfront.FunctionAssociation;
import software.amazon.awscdk.services.cloudfront.FunctionCode;
import software.amazon.awscdk.services.cloudfront.FunctionEventType;
import software.amazon.awscdk.services.cloudfront.LambdaEdgeEventType;
import software.amazon.awscdk.services.lambda.Version;

/** What a function at the edge does decides the verdict: the library runs it in its sandbox, or takes what is declared. */
class EdgeCodeTest {
    private static final String PAGE = "https://app.example.com";
    private static final String LOGIN =
            "function handler(event) { %s if (!event.request.headers.authorization) { return { statusCode: 401 }; } return event.request; }";

    private final Stack stack = new Stack(new App(), "Web");

    private CorsAssertions assertionsWith(final String code) {
        final Function function = Function.Builder.create(stack, "Function").code(FunctionCode.fromInline(code)).build();
        CorsAssetDistribution.Builder.create(stack, "Assets")
                .allowedOrigins(List.of(PAGE))
                .functions(List.of(FunctionAssociation.builder().function(function).eventType(FunctionEventType.VIEWER_REQUEST).build()))
                .build();
        return CorsAssertions.fromStack(stack);
    }

    @Test
    void aLoginThatAsksEverybodyKeepsThePageFromTheFile() {
        assertionsWith(String.format(LOGIN, "")).blocks(CorsRequest.builder().origin(PAGE).build());
    }

    @Test
    void oneThatAsksForPrivateFilesOnlyLetsTheOthersThrough() {
        final String spares = "if (!event.request.uri.startsWith('/private/')) { return event.request; }";
        final CorsAssertions promise = assertionsWith(String.format(LOGIN, spares));
        promise.allows(CorsRequest.builder().origin(PAGE).path("/logo.svg").headers(Map.of("X-Trace", "1")).build());
        promise.blocks(CorsRequest.builder().origin(PAGE).path("/private/plan.pdf").build());
    }

    @Test
    void whatNoTemplateShowsIsDeclared() {
        CorsAssetDistribution.Builder.create(stack, "Assets")
                .allowedOrigins(List.of(PAGE))
                .edgeLambdas(List.of(EdgeLambda.builder()
                        .functionVersion(Version.fromVersionArn(stack, "Edge", "arn:aws:lambda:us-east-1:111122223333:function:edge:1"))
                        .eventType(LambdaEdgeEventType.VIEWER_REQUEST)
                        .build()))
                .build();
        final EdgeCode moves = EdgeCode.rewritesPaths(List.of(PathRewrite.builder().path("/docs/*").to("/v2/*").build()));
        declared(moves).allows(CorsRequest.builder().origin(PAGE).path("/docs/a.json").build());
        final EdgeCode refuses = EdgeCode.answersPreflights(PreflightAnswer.builder().status(302).build());
        declared(refuses).blocks(CorsRequest.builder().origin(PAGE).headers(Map.of("X-Trace", "1")).build());
    }

    private CorsAssertions declared(final EdgeCode does) {
        return CorsAssertions.fromStack(stack, CorsChecksOptions.builder().edgeCode(Map.of("edge", does)).build());
    }
}
