/**
 * Redistinto beside redis-server, measured in the same minutes on the same machine: {@code
 * bench/versus}.
 *
 * <p>{@link io.redistinto.bench.versus.Workloads} is what is compared and where the bars are;
 * {@link io.redistinto.bench.versus.Runner} is how: it starts the {@link
 * io.redistinto.bench.versus.Contender}s in turn, loads each through a {@link
 * io.redistinto.bench.versus.Loader} and takes a {@link io.redistinto.bench.versus.Sample}; a
 * {@link io.redistinto.bench.versus.Comparison} is what the samples of all pairs say.
 */
package io.redistinto.bench.versus;
