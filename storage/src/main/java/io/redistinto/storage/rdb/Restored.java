package io.redistinto.storage.rdb;

import io.redistinto.storage.value.Value;

/**
 * What a payload held.
 *
 * @param string if it was a string, else null
 * @param collection if it was a collection, else null
 */
public record Restored(byte[] string, Value collection) {}
