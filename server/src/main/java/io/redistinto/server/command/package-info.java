/**
 * The commands: one table of them, one file a family, one method a command. A command knows the
 * keyspace and the reply writer, never a channel or a thread.
 */
package io.redistinto.server.command;
