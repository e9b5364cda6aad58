/**
 * The one thread that owns the data: its mailbox, the pauses, the dispatch of commands, the timers.
 */
package io.redistinto.server.engine;
