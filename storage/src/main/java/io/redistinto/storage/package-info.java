/**
 * The keyspace and its few verbs. One thread owns all of it: nothing here locks, nothing is
 * volatile, and nothing knows the network or the protocol.
 */
package io.redistinto.storage;
