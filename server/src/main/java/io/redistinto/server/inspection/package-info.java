/** What people look at to see what a server does: slow commands, delays, every command. */
package io.redistinto.server.inspection;
