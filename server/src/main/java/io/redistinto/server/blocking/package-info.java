/**
 * Clients that wait: for keys that others write, or for time to pass.
 *
 * <p>How to write a command that blocks. Its method first tries to do its work at once; if no key
 * lets it, it says what it waits for:
 *
 * <pre>{@code
 * static void blpop(Call call) {
 *   long timeoutMillis = call.timeoutSeconds(call.argc() - 1); // refuses what Redis refuses
 *   int keys = call.argc() - 2;
 *   for (int arg = 1; arg <= keys; arg++) {
 *     if (popped(call, arg)) {
 *       return;
 *     }
 *   }
 *   call.block(Wait.forKeys(ValueType.LIST, 1, keys, timeoutMillis, ListCommands::popped));
 * }
 * }</pre>
 *
 * <p>The attempt, {@code boolean popped(Call call, int keyArg)}, gets the same request anew once
 * the key in argument {@code keyArg} was written and holds the type that is waited for: it writes a
 * reply and returns true, or writes nothing and returns false, and the client waits on. A {@link
 * io.redistinto.server.command.CommandException} ends the wait with an error. What the request
 * meant when it came (the last ID of a stream) the attempt captures. Nothing must be done for
 * others to be served: a key that comes into being is heard of, and each write to a stream. Within
 * a transaction {@code call.block} answers at once as if the time were over; if that reply is to be
 * another one, ask {@code call.client().isBlockingDenied()} before. {@link
 * io.redistinto.server.command.Wait#orWhenGone} attempts when the key is gone or holds another
 * type, too. The row's flags include {@code BLOCKING}.
 */
package io.redistinto.server.blocking;
