package io.redistinto.storage.rdb;

import io.redistinto.storage.value.Value;

/**
 * A value, as a payload holds it: one of the two is not null.
 *
 * @param string the bytes of a string
 * @param collection a value of any other type
 */
public record DumpedValue(byte[] string, Value collection) {}
