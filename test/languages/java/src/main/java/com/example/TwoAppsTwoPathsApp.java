package com.example;

import java.nio.file.Path;
import software.amazon.awscdk.App;

/** cdk.json names this class, so {@code npx cdk synth} runs it. */
public final class TwoAppsTwoPathsApp {
    private TwoAppsTwoPathsApp() {}

    public static void main(final String[] args) {
        final App app = new App();
        new TwoAppsTwoPathsStack(app, "TwoAppsTwoPaths", Path.of("../../../examples/assets"));
        app.synth();
    }
}
