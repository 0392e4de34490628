// For runs of mutants: a property that fails says what failed in it, and where. fast-check keeps that as a cause, which
// vitest's report in JSON leaves out.
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), includeErrorInReport: true });
