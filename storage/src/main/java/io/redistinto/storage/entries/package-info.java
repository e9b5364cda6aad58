/** The arena of fixed entries: its bytes, its free runs, and the compaction that joins them. */
package io.redistinto.storage.entries;
