/** Transactions: the requests that clients queued, and the keys that they watch meanwhile. */
package io.redistinto.server.transaction;
