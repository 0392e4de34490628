/** An important line, how to break it, and the tests of which one has to fail then. */
export interface Mutant {
  /** `room/what is broken`; `--only` looks here. */
  name: string;
  file: string;
  /** Source text that occurs exactly once in the file; where `every` is set, at least once. */
  from: string;
  to: string;
  every?: boolean;
  /** Test files, blank-separated. */
  tests: string;
  /** The tests need the built app in a real Electron. */
  electron?: boolean;
  /** No test notices this yet; the title of the issue that rewrites the code and brings the test. */
  open?: string;
}
