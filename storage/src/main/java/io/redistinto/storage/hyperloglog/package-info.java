/**
 * HyperLogLogs: strings that say about how many different elements they were given, in Redis's own
 * format.
 */
package io.redistinto.storage.hyperloglog;
