/**
 * The dump directory: one plain file per key, written with {@link
 * io.redistinto.persistence.DumpDirectory} and read back with {@link
 * io.redistinto.persistence.Recovery}. The format is described in {@code docs/dump-format.md};
 * {@link io.redistinto.persistence.Disk} is the seam that lets tests break the disk.
 */
package io.redistinto.persistence;
