/**
 * The Redis serialisation protocol: bytes to requests, replies to bytes.
 *
 * <p>The way in: {@link io.redistinto.resp.RequestDecoder} takes what was read from a client,
 * {@link io.redistinto.resp.RequestParser} finds the requests in it, and a {@link
 * io.redistinto.resp.Request} shows one of them as offsets into the bytes read. The way out: a
 * {@link io.redistinto.resp.ReplyWriter} collects the replies and hands them over as one buffer.
 *
 * <p>Nothing here knows a channel, a command or a thread, and nothing is allocated per request or
 * per reply. Every {@code ByteBuffer} is direct and is read and written at absolute indexes; no
 * method moves a position or a limit. No class here may be used by two threads at a time, except
 * {@link io.redistinto.resp.RespLimits}.
 */
package io.redistinto.resp;
