package io.redistinto.storage.entries;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * Reads a byte of a direct buffer by its address, in one instruction and not in the fifteen that a
 * buffer checks itself with. Only for what would be pointless otherwise: whoever asks for an
 * address answers for it.
 *
 * <p>It is not there where the JDK has no {@code sun.misc.Unsafe}, nor where using that prints a
 * warning (from JDK 24 on, unless {@code --sun-misc-unsafe-memory-access=allow} is given; the
 * system property {@code redistinto.raw-reads} says so).
 */
final class RawMemory {
  private static final int FIRST_JDK_THAT_WARNS = 24;

  private static final MethodHandle GET_BYTE;
  private static final MethodHandle GET_LONG;
  private static final long ADDRESS_FIELD;

  static final boolean AVAILABLE;

  static {
    MethodHandle getByte = null;
    MethodHandle getLong = null;
    long addressField = 0;
    if (Runtime.version().feature() < FIRST_JDK_THAT_WARNS
        || Boolean.getBoolean("redistinto.raw-reads")) {
      try {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        addressField =
            (long)
                type.getMethod("objectFieldOffset", Field.class)
                    .invoke(unsafe, Buffer.class.getDeclaredField("address"));
        getLong =
            lookup
                .findVirtual(
                    type, "getLong", MethodType.methodType(long.class, Object.class, long.class))
                .bindTo(unsafe);
        getByte =
            lookup
                .findVirtual(type, "getByte", MethodType.methodType(byte.class, long.class))
                .bindTo(unsafe);
      } catch (ReflectiveOperationException | RuntimeException e) {
        getByte = null;
      }
    }
    GET_BYTE = getByte;
    GET_LONG = getLong;
    ADDRESS_FIELD = addressField;
    AVAILABLE = getByte != null;
  }

  private RawMemory() {}

  /** Where the bytes of a direct buffer begin. */
  static long addressOf(ByteBuffer direct) {
    try {
      return (long) GET_LONG.invokeExact((Object) direct, ADDRESS_FIELD);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The byte at an address inside a direct buffer that is still there. */
  static byte get(long address) {
    try {
      return (byte) GET_BYTE.invokeExact(address);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
