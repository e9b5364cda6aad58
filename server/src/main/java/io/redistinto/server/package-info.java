/** Placeholder. */
package io.redistinto.server;
