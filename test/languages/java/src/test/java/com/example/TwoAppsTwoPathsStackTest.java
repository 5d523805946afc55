package com.example;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdkcorsassetdistribution.AssetLoad;
import io.github.cdkcorsassetdistribution.CorsAssertions;
import io.github.cdkcorsassetdistribution.CorsAssetDistribution;
import io.github.cdkcorsassetdistribution.CorsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.cxapi.CloudFormationStackArtifact;
import software.amazon.awscdk.services.s3.Bucket;

class TwoAppsTwoPathsStackTest {
    private static final String SHOP = "https://shop.example.com";
    private static final String PARTNER = "https://widget.partners.example";
    private static final String STRANGER = "https://stranger.example";
    private static final String PRICES = "/data/prices.json";
    private static final String WIDGET = "/scripts/widget.js";

    private App app;
    private Stack stack;

    /** An app with the feature flags of cdk.json, which {@code cdk synth} would pass. */
    @BeforeEach
    void synthesizeInto(@TempDir final Path outdir) throws IOException {
        final Map<String, Object> context = new HashMap<>();
        final JsonNode flags = new ObjectMapper().readTree(Path.of("cdk.json").toFile()).get("context");
        flags.properties().forEach(flag -> context.put(flag.getKey(), flag.getValue().asBoolean()));
        app = new App(AppProps.builder().context(context).outdir(outdir.toString()).build());
        stack = new TwoAppsTwoPathsStack(app, "TwoAppsTwoPaths", Path.of(System.getenv("ASSETS")));
    }

    @Test
    void theShopReadsEverythingAndSendsItsHeader() {
        final CorsAssertions promise = CorsAssertions.fromStack(stack);
        promise.allows(CorsRequest.builder()
                .origin(SHOP).path(PRICES).headers(Map.of("X-Request-Id", "1")).reads(List.of("ETag")).build());
        promise.blocks(CorsRequest.builder().origin(STRANGER).path(PRICES).build());
    }

    @Test
    void partnersReadTheWidgetAndNotThePrices() {
        final CorsAssertions promise = CorsAssertions.fromStack(stack);
        promise.allows(CorsRequest.builder().origin(PARTNER).path(WIDGET).load(AssetLoad.MODULE_SCRIPT).build());
        promise.blocks(CorsRequest.builder().origin(PARTNER).path(PRICES).build());
    }

    @Test
    void anAssertionThatDoesNotHoldTellsTheExchange() {
        final CorsAssertions promise = CorsAssertions.fromStack(stack);
        final CorsRequest request = CorsRequest.builder().origin(PARTNER).path(PRICES).build();
        final String exchange = assertThrows(RuntimeException.class, () -> promise.allows(request)).getMessage();
        assertTrue(exchange.contains("GET " + PRICES + " of "), exchange);
        assertTrue(exchange.contains(" from a page on " + PARTNER + " should be allowed, and is blocked"), exchange);
    }

    @Test
    void anOriginThatNoBrowserSendsIsRefusedByItsErrorCode() {
        final CorsAssetDistribution.Builder assets = CorsAssetDistribution.Builder.create(new Stack(new App(), "Stack"), "Assets")
                .allowedOrigins(List.of("https://shop.example.com/"));
        final String refusal = assertThrows(RuntimeException.class, assets::build).getMessage();
        assertTrue(refusal.contains("origin-trailing-slash") && refusal.contains("\"https://shop.example.com/\""), refusal);
    }

    @Test
    void anImportedBucketGetsItsSettingsFromTheStack() {
        final Stack imported = new Stack(new App(), "Imported");
        CorsAssetDistribution.Builder.create(imported, "Assets")
                .allowedOrigins(List.of(SHOP))
                .bucket(Bucket.fromBucketName(imported, "Files", "team-files"))
                .build()
                .applyBucketSettings();
        CorsAssertions.fromStack(imported).allows(CorsRequest.builder().origin(SHOP).path(PRICES).build());
    }

    /** Leaves the template where the comparison with the other languages finds it. */
    @Test
    void theStackSynthesizes() throws IOException {
        leaveTemplate(stack);
    }

    @Test
    void everyCapabilityCanBeCalled() throws IOException {
        leaveTemplate(new EveryCapabilityStack(app, "EveryCapability"));
    }

    private void leaveTemplate(final Stack of) throws IOException {
        final CloudFormationStackArtifact artifact = app.synth().getStackByName(of.getStackName());
        if (System.getenv("TEMPLATES") != null) {
            final Path file = Path.of(System.getenv("TEMPLATES"), artifact.getTemplateFile());
            Files.copy(Path.of(artifact.getTemplateFullPath()), file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
