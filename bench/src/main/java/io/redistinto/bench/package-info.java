/**
 * Benchmarks of the parts, by JMH. {@code mvn -B package -DskipTests} makes {@code
 * bench/target/benchmarks.jar}; each class says how it is run.
 */
package io.redistinto.bench;
