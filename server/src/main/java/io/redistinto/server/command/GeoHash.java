package io.redistinto.server.command;

import static java.lang.Integer.toUnsignedLong;

import java.nio.charset.StandardCharsets;
import java.util.function.DoubleUnaryOperator;

/**
 * Places on the earth as integers of 52 bits: 26 bits of latitude and 26 of longitude in turn, so
 * that what lies near is often near in number (G. M. Morton, 1966). A cell of {@code step} bits for
 * each of the two is a square of the map, and a range of those integers.
 */
final class GeoHash {
  static final int MOST_STEPS = 26;

  private static final double LEAST_LONGITUDE = -180;
  private static final double MOST_LONGITUDE = 180;

  /** Where the Web Mercator map ends (EPSG:3857). */
  private static final double MOST_LATITUDE = 85.05112878;

  /** Half the length of the equator on that map, in metres. */
  private static final double MERCATOR_METRES = 20037726.37;

  private static final double EARTH_RADIUS_METRES = 6372797.560856;
  private static final double RADIANS_PER_DEGREE = Math.PI / 180;
  private static final byte[] BASE32 =
      "0123456789bcdefghjkmnpqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
  private static final int TEXT_LENGTH = 11;
  private static final int TEXT_BITS = 5;

  private GeoHash() {}

  /** A place, in degrees. */
  record Point(double longitude, double latitude) {
    boolean isOnMap() {
      return longitude >= LEAST_LONGITUDE
          && longitude <= MOST_LONGITUDE
          && latitude >= -MOST_LATITUDE
          && latitude <= MOST_LATITUDE;
    }
  }

  /** A square of the map, by its column and row of 2^{@code step} each. */
  record Cell(int column, int row, int step) {
    /**
     * The cell so many columns to the east and rows to the north; the map has no edges here. A
     * place on the map's last meridian lies in a column beyond the last one, which only a move to
     * the east or west leads back from; so does a row.
     */
    Cell neighbour(int east, int north) {
      return new Cell(moved(column, east), moved(row, north), step);
    }

    private int moved(int place, int by) {
      return by == 0 ? place : (place + by) & ((1 << step) - 1);
    }

    /** The first of the integers of the places in it. */
    long first() {
      return interleave(row, column) << (2 * (MOST_STEPS - step));
    }

    /** One more than the last of them. */
    long end() {
      return first() + (1L << (2 * (MOST_STEPS - step)));
    }

    double west() {
      return LEAST_LONGITUDE
          + toUnsignedLong(column) / cells() * (MOST_LONGITUDE - LEAST_LONGITUDE);
    }

    double east() {
      return LEAST_LONGITUDE
          + (toUnsignedLong(column) + 1) / cells() * (MOST_LONGITUDE - LEAST_LONGITUDE);
    }

    double south() {
      return -MOST_LATITUDE + toUnsignedLong(row) / cells() * (2 * MOST_LATITUDE);
    }

    double north() {
      return -MOST_LATITUDE + (toUnsignedLong(row) + 1) / cells() * (2 * MOST_LATITUDE);
    }

    private double cells() {
      return 1L << step;
    }
  }

  /** The cell that a place on the map lies in. */
  static Cell cell(Point point, int step) {
    return cell(point, step, MOST_LATITUDE);
  }

  private static Cell cell(Point point, int step, double mostLatitude) {
    double x = (point.longitude - LEAST_LONGITUDE) / (MOST_LONGITUDE - LEAST_LONGITUDE);
    double y = (point.latitude + mostLatitude) / (2 * mostLatitude);
    long cells = 1L << step;
    return new Cell((int) (x * cells), (int) (y * cells), step);
  }

  /** The integer of a place on the map. */
  static long encode(Point point) {
    return cell(point, MOST_STEPS).first();
  }

  /** The middle of the cell that a score stands for, be it off the map or no integer. */
  static Point decode(double score) {
    long hash = unsigned(score);
    Cell cell = new Cell(evenBits(hash >>> 1), evenBits(hash), MOST_STEPS);
    double longitude = (cell.west() + cell.east()) / 2;
    double latitude = (cell.south() + cell.north()) / 2;
    return new Point(
        Math.max(LEAST_LONGITUDE, Math.min(MOST_LONGITUDE, longitude)),
        Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, latitude)));
  }

  /** As x86-64 turns a number into an unsigned integer: a negative one modulo 2^64. */
  private static long unsigned(double number) {
    if (number < 0x1p63) {
      return (long) number;
    }
    return number < 0x1p64 ? (long) (number - 0x1p63) + Long.MIN_VALUE : 0;
  }

  /** The eleven characters of geohash.org for a place; the last says nothing. */
  static byte[] text(Point point) {
    long hash = cell(point, MOST_STEPS, 90).first();
    byte[] text = new byte[TEXT_LENGTH];
    for (int i = 0; i < TEXT_LENGTH; i++) {
      int shift = 2 * MOST_STEPS - (i + 1) * TEXT_BITS;
      text[i] = BASE32[shift < 0 ? 0 : (int) (hash >>> shift) & 31];
    }
    return text;
  }

  /** The steps of cells so large that one and its neighbours cover a circle around its middle. */
  static int stepsFor(double radiusMetres, double latitude) {
    if (radiusMetres == 0) {
      return MOST_STEPS;
    }
    int step = 1;
    for (double radius = radiusMetres; radius < MERCATOR_METRES; radius *= 2) {
      step++;
    }
    step -= 2;
    if (Math.abs(latitude) > 66) { // the map's cells are narrower near the poles
      step -= Math.abs(latitude) > 80 ? 2 : 1;
    }
    return Math.max(1, Math.min(MOST_STEPS, step));
  }

  /**
   * The way between two places along the surface, in metres (haversine formula), as close as {@link
   * Math} has it: to compare and for four decimals.
   */
  static double distance(Point from, Point to) {
    return distance(from, to, Math::sin, Math::cos, Math::asin);
  }

  /** The same to the last digit. Takes some twenty times as long. */
  static double preciseDistance(Point from, Point to) {
    return distance(
        from, to, PreciseTrigonometry::sin, PreciseTrigonometry::cos, PreciseTrigonometry::asin);
  }

  private static double distance(
      Point from,
      Point to,
      DoubleUnaryOperator sin,
      DoubleUnaryOperator cos,
      DoubleUnaryOperator asin) {
    double v = sin.applyAsDouble((radians(to.longitude) - radians(from.longitude)) / 2);
    if (v == 0) {
      return latitudeDistance(from.latitude, to.latitude);
    }
    double fromLatitude = radians(from.latitude);
    double toLatitude = radians(to.latitude);
    double u = sin.applyAsDouble((toLatitude - fromLatitude) / 2);
    double a = u * u + cos.applyAsDouble(fromLatitude) * cos.applyAsDouble(toLatitude) * v * v;
    return 2 * EARTH_RADIUS_METRES * asin.applyAsDouble(Math.sqrt(a));
  }

  /** The way between two circles of latitude, in metres. */
  static double latitudeDistance(double from, double to) {
    return EARTH_RADIUS_METRES * Math.abs(radians(to) - radians(from));
  }

  /** How many degrees of latitude that many metres are. */
  static double latitudeDegrees(double metres) {
    return metres / EARTH_RADIUS_METRES / RADIANS_PER_DEGREE;
  }

  /** How many degrees of longitude that many metres are at a latitude. */
  static double longitudeDegrees(double metres, double latitude) {
    return metres / EARTH_RADIUS_METRES / Math.cos(radians(latitude)) / RADIANS_PER_DEGREE;
  }

  private static double radians(double degrees) {
    return degrees * RADIANS_PER_DEGREE;
  }

  /** The bits of {@code even} at 0, 2, 4, ..., those of {@code odd} at 1, 3, 5, ... */
  private static long interleave(int even, int odd) {
    return spread(even) | (spread(odd) << 1);
  }

  private static long spread(int bits) {
    long spread = Integer.toUnsignedLong(bits);
    spread = (spread | (spread << 16)) & 0x0000ffff0000ffffL;
    spread = (spread | (spread << 8)) & 0x00ff00ff00ff00ffL;
    spread = (spread | (spread << 4)) & 0x0f0f0f0f0f0f0f0fL;
    spread = (spread | (spread << 2)) & 0x3333333333333333L;
    return (spread | (spread << 1)) & 0x5555555555555555L;
  }

  private static int evenBits(long bits) {
    long even = bits & 0x5555555555555555L;
    even = (even | (even >>> 1)) & 0x3333333333333333L;
    even = (even | (even >>> 2)) & 0x0f0f0f0f0f0f0f0fL;
    even = (even | (even >>> 4)) & 0x00ff00ff00ff00ffL;
    even = (even | (even >>> 8)) & 0x0000ffff0000ffffL;
    return (int) (even | (even >>> 16));
  }
}
