/** Placeholder. */
package io.redistinto.resp;
