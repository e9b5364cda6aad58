/** The clients that are connected: what the server knows of each. */
package io.redistinto.server.client;
