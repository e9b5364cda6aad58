/**
 * The types beyond strings. Small ones are packed into one run of bytes, which lies in entries as a
 * string does; large ones are objects of pages on the heap.
 */
package io.redistinto.storage.value;
