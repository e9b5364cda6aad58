/**
 * Redis's serialisation of values, RDB version 10: what DUMP answers and RESTORE takes. Everything
 * that is read here comes from outside and is hostile.
 */
package io.redistinto.storage.rdb;
