/**
 * The server's directives, where their values come from, and how they change while it runs.
 *
 * <p>{@link io.redistinto.server.config.Directives} is the one table. {@link
 * io.redistinto.server.config.ConfigLoader} reads a conf file and the command line into a {@link
 * io.redistinto.server.config.ServerConfig}, which the rest of the server asks for values and which
 * answers CONFIG GET, SET and REWRITE.
 */
package io.redistinto.server.config;
