/** Placeholder. */
package io.redistinto.storage;
