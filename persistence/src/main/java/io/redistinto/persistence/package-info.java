/** Placeholder. */
package io.redistinto.persistence;
