/** Sockets: listening, reading into one shared buffer, connections. */
package io.redistinto.server.net;
