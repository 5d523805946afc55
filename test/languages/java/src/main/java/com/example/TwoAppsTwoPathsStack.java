package com.example;

import io.github.cdkcorsassetdistribution.AssetPath;
import io.github.cdkcorsassetdistribution.CorsAssetDistribution;
import io.github.cdkcorsassetdistribution.DeployFilesOptions;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.assets.AssetOptions;
import software.amazon.awscdk.services.s3.deployment.Source;
import software.constructs.Construct;

/**
 * examples/two-apps-two-paths.ts in Java: one bucket for two apps. The shop reads everything and sends a header of its own,
 * partners' pages read only the widget.
 */
public final class TwoAppsTwoPathsStack extends Stack {
    /** Takes the folder whose files it deploys. */
    public TwoAppsTwoPathsStack(final Construct scope, final String id, final Path files) {
        super(scope, id);

        final CorsAssetDistribution assets = CorsAssetDistribution.Builder.create(this, "Assets")
                .allowedOrigins(List.of("https://shop.example.com"))
                .allowedHeaders(List.of("X-Request-Id"))
                .additionalPaths(List.of(AssetPath.builder()
                        .pathPattern("scripts/*")
                        .allowedOrigins(List.of("https://shop.example.com", "https://*.partners.example"))
                        .exposedHeaders(List.of())
                        .maxAge(Duration.minutes(10))
                        .build()))
                .build();

        // scripts/*.js and images/*.png carry a hash in their names, data/prices.json does not.
        assets.deployFiles("Files", DeployFilesOptions.builder()
                .sources(List.of(Source.asset(files.toString(), AssetOptions.builder().exclude(List.of("*.pem")).build())))
                .immutable(List.of("scripts/*", "images/*"))
                .build());
    }
}
