/** From a key to its record: the hash index, and one 64-byte record per key. */
package io.redistinto.storage.index;
