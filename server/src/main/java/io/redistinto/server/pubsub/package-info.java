/** Messages that clients did not ask for one by one: channels, key events, invalidations. */
package io.redistinto.server.pubsub;
