/** The variable that names the root of the Python original's repository. */
export const PYTHON_ORIGINAL = "STRATA_BENCH_PYTHON_ORIGINAL";
