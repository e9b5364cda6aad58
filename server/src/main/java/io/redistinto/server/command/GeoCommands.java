package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.command.GeoHash.Point;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.SortedSetValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Commands on places, which are members of sorted sets with a {@link GeoHash} as their score. */
final class GeoCommands {
  /** So many decimals of a coordinate are shown, as far as they are not 0. */
  private static final int COORDINATE_DECIMALS = 17;

  private GeoCommands() {}

  static void geoadd(Call call) {
    boolean onlyNew = false;
    boolean onlyOld = false;
    boolean countsChanges = false;
    int first = 2;
    for (; first < call.argc(); first++) {
      if (call.is(first, "NX")) {
        onlyNew = true;
      } else if (call.is(first, "XX")) {
        onlyOld = true;
      } else if (call.is(first, "CH")) {
        countsChanges = true;
      } else {
        break;
      }
    }
    if ((call.argc() - first) % 3 != 0 || (onlyNew && onlyOld)) {
      throw call.syntaxError();
    }
    double[] scores = new double[(call.argc() - first) / 3];
    long growth = 0;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = GeoHash.encode(point(call, first + 3 * i));
      growth += SortedSetValue.charge(call.request().length(first + 3 * i + 2));
    }
    int record = call.find(1, ValueType.ZSET);
    if (record == NO_KEY && onlyOld) {
      call.reply().integer(0);
      return;
    }
    SortedSetValue set = SortedSets.of(call, record);
    call.beforeChange(record, set, growth);
    int added = 0;
    int changed = 0;
    for (int i = 0; i < scores.length; i++) {
      byte[] member = call.request().toBytes(first + 3 * i + 2);
      double old = set.score(member);
      boolean isNew = Double.isNaN(old);
      if ((isNew ? onlyOld : onlyNew) || old == scores[i]) {
        continue;
      }
      set.put(member, old, scores[i], call.keyspace().limits());
      added += isNew ? 1 : 0;
      changed++;
    }
    if (changed > 0) {
      call.store(record, 1, set, EventClass.SORTED_SET, "zadd");
    } else if (record != NO_KEY) {
      call.keyspace().touch(record);
    }
    call.reply().integer(countsChanges ? changed : added);
  }

  /** The place that two arguments name; one that is not on the map is refused. */
  static Point point(Call call, int arg) {
    Point point = new Point(CDouble.of(call, arg), CDouble.of(call, arg + 1));
    if (!point.isOnMap()) {
      throw new CommandException(
          "ERR invalid longitude,latitude pair "
              + sixDecimals(point.longitude())
              + ","
              + sixDecimals(point.latitude()));
    }
    return point;
  }

  /** As C's {@code %f}. */
  private static String sixDecimals(double number) {
    String sign = Math.copySign(1, number) < 0 ? "-" : ""; // of 0 too
    double size = Math.abs(number);
    return Double.isInfinite(size)
        ? sign + "inf"
        : sign + new BigDecimal(size).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }

  static void geodist(Call call) {
    double metresPerUnit = 1;
    if (call.argc() == 5) {
      metresPerUnit = metresPerUnit(call, 4);
    } else if (call.argc() > 5) {
      throw call.syntaxError();
    }
    SortedSetValue set = SortedSets.read(call, 1);
    Point from = set == null ? null : place(set, call.request().toBytes(2));
    Point to = set == null ? null : place(set, call.request().toBytes(3));
    if (from == null || to == null) {
      call.reply().nullBulk();
    } else {
      replyDistance(call, GeoHash.distance(from, to) / metresPerUnit);
    }
  }

  static void geohash(Call call) {
    SortedSetValue set = SortedSets.read(call, 1);
    call.reply().array(call.argc() - 2);
    for (int arg = 2; arg < call.argc(); arg++) {
      Point place = set == null ? null : place(set, call.request().toBytes(arg));
      if (place == null) {
        call.reply().nullBulk();
      } else {
        call.reply().bulk(GeoHash.text(place));
      }
    }
  }

  static void geopos(Call call) {
    SortedSetValue set = SortedSets.read(call, 1);
    call.reply().array(call.argc() - 2);
    for (int arg = 2; arg < call.argc(); arg++) {
      Point place = set == null ? null : place(set, call.request().toBytes(arg));
      if (place == null) {
        call.reply().nullArray();
      } else {
        replyPlace(call, place);
      }
    }
  }

  /** Where a member is, or null. */
  static Point place(SortedSetValue set, byte[] member) {
    double score = set.score(member);
    return Double.isNaN(score) ? null : GeoHash.decode(score);
  }

  static double metresPerUnit(Call call, int arg) {
    if (call.is(arg, "M")) {
      return 1;
    }
    if (call.is(arg, "KM")) {
      return 1000;
    }
    if (call.is(arg, "FT")) {
      return 0.3048;
    }
    if (call.is(arg, "MI")) {
      return 1609.34;
    }
    throw new CommandException("ERR unsupported unit provided. please use M, KM, FT, MI");
  }

  static void replyDistance(Call call, double distance) {
    call.reply().bulkText(new BigDecimal(distance).setScale(4, RoundingMode.HALF_EVEN).toString());
  }

  static void replyPlace(Call call, Point place) {
    call.reply().array(2);
    replyCoordinate(call, place.longitude());
    replyCoordinate(call, place.latitude());
  }

  private static void replyCoordinate(Call call, double degrees) {
    BigDecimal rounded =
        new BigDecimal(degrees).setScale(COORDINATE_DECIMALS, RoundingMode.HALF_EVEN);
    String text = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    if (call.reply().protocol() == 3) {
      call.reply().raw(("," + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    } else {
      call.reply().bulkText(text);
    }
  }
}
