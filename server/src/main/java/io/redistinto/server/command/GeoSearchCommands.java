package io.redistinto.server.command;

import io.redistinto.server.command.GeoHash.Cell;
import io.redistinto.server.command.GeoHash.Point;
import io.redistinto.storage.value.Ranks;
import io.redistinto.storage.value.SortedSetValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Commands that look for places in an area, and answer or store them. */
final class GeoSearchCommands {
  private GeoSearchCommands() {}

  /** A place in the area. */
  private record Found(byte[] member, double score, double distanceMetres) {}

  static void geosearch(Call call) {
    search(call, GeoSearchOptions.Form.SEARCH, 1);
  }

  static void geosearchstore(Call call) {
    search(call, GeoSearchOptions.Form.SEARCH_AND_STORE, 2);
  }

  static void georadius(Call call) {
    search(call, GeoSearchOptions.Form.RADIUS, 1);
  }

  static void georadiusRo(Call call) {
    search(call, GeoSearchOptions.Form.RADIUS_READ_ONLY, 1);
  }

  static void georadiusByMember(Call call) {
    search(call, GeoSearchOptions.Form.RADIUS_OF_MEMBER, 1);
  }

  static void georadiusByMemberRo(Call call) {
    search(call, GeoSearchOptions.Form.RADIUS_OF_MEMBER_READ_ONLY, 1);
  }

  private static void search(Call call, GeoSearchOptions.Form form, int keyArg) {
    SortedSetValue set = SortedSets.read(call, keyArg);
    GeoSearchOptions options = new GeoSearchOptions(call, form, set);
    if (set == null && options.storeArg() == 0) {
      call.reply().array(0);
      return;
    }
    List<Found> found = set == null ? List.of() : find(set, options);
    if (options.storeArg() > 0) {
      store(call, options, found);
    } else {
      reply(call, options, found);
    }
  }

  /** Looks through the cells that cover the area. */
  private static List<Found> find(SortedSetValue set, GeoSearchOptions options) {
    List<Found> found = new ArrayList<>();
    GeoShape shape = options.shape();
    long enough = options.any() ? options.count() : Long.MAX_VALUE;
    for (Cell cell : shape.cells()) {
      if (found.size() >= enough) {
        break;
      }
      Ranks ranks = set.byScore((double) cell.first(), true, (double) cell.end(), false);
      set.forEach(
          ranks,
          false,
          (array, offset, length, score) -> {
            if (found.size() < enough) {
              double distance = shape.distanceInside(GeoHash.decode(score));
              if (!Double.isNaN(distance)) {
                byte[] member = Arrays.copyOfRange(array, offset, offset + length);
                found.add(new Found(member, score, distance));
              }
            }
          });
    }
    boolean all = options.count() == 0 || options.count() >= found.size();
    int wanted = all ? found.size() : (int) options.count();
    Comparator<Found> nearest = Comparator.comparingDouble(Found::distanceMetres);
    switch (options.order()) {
      case NEAREST_FIRST -> sort(found, nearest, wanted);
      case FARTHEST_FIRST -> sort(found, nearest.reversed(), wanted);
      case NONE -> {}
    }
    return found.subList(0, wanted);
  }

  /** Sorts, if not all are wanted, so far that the first ones are in order. */
  private static void sort(List<Found> found, Comparator<Found> order, int wanted) {
    if (wanted < found.size()) {
      PartialSort.sort(found, order, 0, wanted);
    } else {
      found.sort(order);
    }
  }

  private static void reply(Call call, GeoSearchOptions options, List<Found> found) {
    call.reply().array(found.size());
    for (Found place : found) {
      if (options.details() > 0) {
        call.reply().array(1 + options.details());
      }
      call.reply().bulk(place.member);
      if (options.withDistance()) {
        GeoCommands.replyDistance(call, place.distanceMetres / options.shape().metresPerUnit());
      }
      if (options.withHash()) {
        call.reply().integer((long) place.score);
      }
      if (options.withCoordinates()) {
        Point point = GeoHash.decode(place.score);
        GeoCommands.replyPlace(call, point);
      }
    }
  }

  /** How far a place is from the middle, in the unit that was asked for, to the last digit. */
  private static double distance(GeoShape shape, double score) {
    double metres = GeoHash.preciseDistance(shape.middle(), GeoHash.decode(score));
    return metres / shape.metresPerUnit();
  }

  private static void store(Call call, GeoSearchOptions options, List<Found> found) {
    SortedSetValue result = new SortedSetValue();
    for (Found place : found) {
      double score =
          options.storesDistance() ? distance(options.shape(), place.score) : place.score;
      result.put(place.member, Double.NaN, score, call.keyspace().limits());
    }
    SortedSets.storeResult(call, options.storeArg(), result, options.event());
  }
}
