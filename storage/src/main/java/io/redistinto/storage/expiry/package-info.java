/** Deadlines of keys, and the clock they are measured by. */
package io.redistinto.storage.expiry;
