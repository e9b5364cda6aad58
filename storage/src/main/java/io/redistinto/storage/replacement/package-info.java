/**
 * Which atomic value gives way when the arena is full: {@code circular}, {@code lru}, {@code bsu}.
 */
package io.redistinto.storage.replacement;
