/** What one language has to show, and what came of it. */
export interface Check {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, or what failed. */
  readonly detail?: string;
}

/** Where one run of a language keeps its files. */
export interface Workplace {
  /** Emptied before each run: the generated package, and a copy of the project that uses it. */
  readonly work: string;
  /** Outlives runs and clones: what was downloaded or installed, keyed by versions. */
  readonly cache: string;
}

/** A language in which the library is used: the project in the folder of its name, and how to build and test it. */
export interface Language {
  readonly name: string;
  /** The checks that are skipped together when the toolchain is missing. */
  readonly checks: readonly string[];
  /** The toolchain of this machine; a missing one skips the language. */
  toolchain(): Toolchain;
  /** Generates the package, and runs the checks against it. */
  run(workplace: Workplace): readonly Check[];
}

/** `present` says whether any of its commands is here at all; `obstacle` is why it cannot be used. */
export interface Toolchain {
  readonly present: boolean;
  readonly obstacle?: string;
}
